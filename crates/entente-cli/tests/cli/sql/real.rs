//! Over the publishers' own files, where they are there.

use std::process::Command;

use entente_core::testkit::publishers_data;

use super::{stderr, stdout};

#[test]
fn sums_of_a_million_rows_are_the_same_in_every_cut() {
    let Some(data) = publishers_data("SQL over real tables") else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_entente")).args(args).env("ENTENTE_STORE", folder.path().join("store")).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    let data = data.canonicalize().unwrap();
    run(&["data", "add", &data.join("sipri-at").to_string_lossy(), &data.join("cow-nmc").to_string_lossy()]);
    for sql in [
        "SELECT supplier_code, sum(tiv), avg(tiv), stddev(tiv), median(tiv) FROM sipri_deliveries GROUP BY supplier_code",
        "SELECT d.year, corr(d.tiv, n.cinc), sum(d.tiv * n.cinc) FROM sipri_deliveries d JOIN cow_nmc n ON n.ccode = d.supplier_code AND n.year = d.year GROUP BY d.year",
        "SELECT year, ccode, milex, row_number() OVER (PARTITION BY year ORDER BY milex DESC) AS place FROM cow_nmc LIMIT 500",
    ] {
        let first = run(&["sql", sql, "--partitions", "1"]);
        assert!(first.lines().count() > 50);
        for partitions in ["2", "7"] {
            for batch in ["500", "8192"] {
                let again =
                    run(&["sql", sql, "--partitions", partitions, "--batch-rows", batch, "--memory-mb", "4096", "--seconds", "200"]);
                assert!(again == first, "{sql}: {partitions} partitions, batches of {batch}");
            }
        }
    }
    // These are the values in docs/store.md, which another program gave.
    let sql = "SELECT year, round(sum(tiv), 2) AS tiv, count(*) AS deliveries FROM sipri_deliveries WHERE supplier_code = 2 AND recipient_code = 740 \
               AND year BETWEEN 2011 AND 2015 GROUP BY year";
    assert_eq!(run(&["sql", sql]), "year,tiv,deliveries\n2011,272.13,16\n2012,210.55,16\n2013,292.52,18\n2014,306.58,17\n2015,330.81,14\n");
}
