//! The same bytes, however the work is cut up.

use super::{Format, RunLimits, Table, flows, limits, render, run_with, states};

const QUERIES: &[&str] = &[
    "SELECT sum(flow), avg(flow) FROM flows",
    "SELECT a, sum(flow) FROM flows GROUP BY a",
    "SELECT a, b, sum(flow), count(*), avg(share) FROM flows GROUP BY a, b",
    "SELECT year, var(flow), stddev(flow), var_pop(share), stddev_pop(share) FROM flows GROUP BY year",
    "SELECT a, corr(flow, share), covar(flow, share), covar_pop(flow, year) FROM flows GROUP BY a",
    "SELECT b, regr_slope(flow, year), regr_intercept(flow, year), regr_r2(flow, year) FROM flows GROUP BY b",
    "SELECT min(flow), max(flow), median(flow), quantile(flow, 0.9) FROM flows",
    "SELECT word, median(flow), quantile(share, 0.1) FROM flows GROUP BY word",
    "SELECT year, string_agg(word, ',') FROM flows WHERE a = b GROUP BY year",
    "SELECT flow * share, flow / share, sqrt(flow), ln(flow) FROM flows WHERE a < 2",
    "SELECT sum(flow * share), sum(flow / share), sum(flow - share) FROM flows",
    "SELECT * FROM flows WHERE a = 3",
    "SELECT * FROM flows LIMIT 50",
    "SELECT a, b FROM flows LIMIT 17 OFFSET 5",
    "SELECT a FROM flows ORDER BY share LIMIT 40",
    "SELECT share, flow FROM flows ORDER BY share DESC, flow LIMIT 100",
    "SELECT sum(flow) FROM (SELECT flow FROM flows ORDER BY share LIMIT 100)",
    "SELECT sum(flow) FROM (SELECT * FROM flows LIMIT 1000 OFFSET 10)",
    "SELECT DISTINCT share, year FROM flows",
    "SELECT DISTINCT flow FROM flows WHERE a = 1 ORDER BY flow DESC",
    "SELECT flow, count(*) FROM flows GROUP BY flow HAVING count(*) > 1",
    "SELECT count(DISTINCT flow), count(DISTINCT word), min(DISTINCT share) FROM flows",
    "SELECT a, year, row_number() OVER (PARTITION BY a ORDER BY year) AS n FROM flows WHERE b = 1",
    "SELECT a, rank() OVER (ORDER BY share), dense_rank() OVER (ORDER BY year), ntile(7) OVER (ORDER BY share) FROM flows WHERE b = 2",
    "SELECT a, lag(flow) OVER (PARTITION BY a ORDER BY year), lead(word, 2) OVER (ORDER BY share) FROM flows WHERE b < 3",
    "SELECT year, sum(flow) OVER (ORDER BY year ROWS BETWEEN 5 PRECEDING AND 2 FOLLOWING) AS s FROM flows WHERE a = 4",
    "SELECT year, avg(flow) OVER (PARTITION BY b ORDER BY year), var(flow) OVER (PARTITION BY b) FROM flows WHERE a = 5",
    "SELECT first_value(flow) OVER (PARTITION BY a ORDER BY share) AS f, last_value(word) OVER (PARTITION BY a ORDER BY share ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS l FROM flows WHERE b = 6",
    "SELECT a, b, flow FROM (SELECT *, row_number() OVER (PARTITION BY a, b ORDER BY share DESC) AS n FROM flows) WHERE n = 1",
    "SELECT x.a, sum(x.flow * y.share) FROM flows x JOIN states y2 ON x.year = y2.year JOIN flows y ON x.a = y.a AND x.b = y.b GROUP BY x.a",
    "SELECT x.a, x.year, y.flow FROM flows x LEFT JOIN flows y ON x.a = y.b AND x.year = y.year AND y.share > 0.5 WHERE x.b = 7 LIMIT 60",
    "SELECT a FROM flows UNION SELECT b FROM flows UNION ALL SELECT year FROM flows WHERE a = 1",
    "SELECT a, flow FROM flows EXCEPT SELECT b, flow FROM flows",
    "SELECT share, flow FROM flows INTERSECT SELECT share, flow FROM flows WHERE a < 20",
    "WITH t AS (SELECT a, sum(flow) AS s FROM flows GROUP BY a) SELECT t.a, s, avg(s) OVER (ORDER BY s) FROM t",
    "SELECT a, (SELECT sum(flow) FROM flows f WHERE f.b = s.a) FROM (SELECT DISTINCT a FROM flows) s",
    "SELECT a, sum(flow) AS s FROM flows GROUP BY a ORDER BY s DESC LIMIT 5",
    "SELECT b, max(year) AS y FROM flows GROUP BY b ORDER BY y DESC LIMIT 7",
    "SELECT date_part('year', day) AS y, avg(flow) FILTER (WHERE share > 0.2) FROM flows GROUP BY y",
    "SELECT CASE WHEN share > 0.3 THEN 'high' WHEN share > 0 THEN 'low' END AS level, sum(flow), string_agg(word, '') FROM flows WHERE a = 8 GROUP BY level",
];

/// The result as Parquet bytes: equal only where every bit is.
fn bytes(sql: &str, tables: &[Table], partitions: usize, batch_rows: usize) -> Vec<u8> {
    let rows = run_with(sql, tables, RunLimits { partitions, batch_rows, ..limits() }).unwrap_or_else(|e| panic!("{sql}: {e}"));
    assert!(rows.count() > 0, "{sql} has no rows, which proves nothing");
    render::render(&rows, sql, Format::Parquet).unwrap()
}

fn agree(queries: &[&str], tables: &[Table], partitions: &[usize], batches: &[usize]) {
    for sql in queries {
        let first = bytes(sql, tables, partitions[0], batches[0]);
        for partitions in partitions {
            for batch in batches {
                assert!(bytes(sql, tables, *partitions, *batch) == first, "{sql}: {partitions} partitions, batches of {batch}");
            }
        }
    }
}

/// Batches of one row are slow, so the table is small; it still has more rows than the smaller limits and ties everywhere.
#[test]
fn forty_queries_in_every_cut() {
    assert!(QUERIES.len() >= 30);
    let (one, two) = QUERIES.split_at(QUERIES.len() / 2);
    let tables = [flows(1500), states()];
    std::thread::scope(|scope| {
        for half in [one, two] {
            scope.spawn(|| agree(half, &tables, &[1, 2, 7], &[1, 1024, 8192]));
        }
    });
}

#[test]
fn sums_over_a_table_of_real_size() {
    let tables = [flows(200_000), states()];
    agree(&[QUERIES[0], QUERIES[2], QUERIES[4], QUERIES[14], QUERIES[22]], &tables, &[1, 2, 7], &[1024, 8192]);
}

/// And the bits are the right ones: a sum in whole numbers of 128 bits, of doubles that are multiples of 2 to the -30.
#[test]
fn the_sum_is_the_exact_one() {
    use std::sync::Arc;
    let mut numbers = super::Numbers(3);
    let whole: Vec<i64> = (0..50_000).map(|_| (numbers.next(1 << 30) as i64 - (1 << 29)) << (numbers.next(22))).collect();
    let reals = whole.iter().map(|x| *x as f64 / f64::from(1 << 30));
    let table = super::table("t", vec![("x", Arc::new(arrow_array::Float64Array::from_iter_values(reals)))]);
    let exact: i128 = whole.iter().map(|x| i128::from(*x)).sum();
    let rows = run_with("SELECT sum(x) FROM t", &[table], RunLimits { partitions: 7, ..limits() }).unwrap();
    let sum = rows.batches[0].column(0).as_any().downcast_ref::<arrow_array::Float64Array>().unwrap().value(0);
    // Dividing by a power of two rounds nothing, so the cast is the only rounding.
    assert_eq!(sum, exact as f64 / f64::from(1 << 30));
}
