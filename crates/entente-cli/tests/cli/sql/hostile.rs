//! Statements that are made to do harm: to write, to read what they may not, to take all memory or time, to break the planner. The program
//! stays alive, says clearly why, and nothing on the disk has changed.

use std::time::{Duration, Instant};

use super::{Place, names, stderr, stdout};

/// Statements that want to write, to read files, to reach the network, or to know about the machine.
const FORBIDDEN: &[&str] = &[
    "COPY flows TO 'out.csv'",
    "COPY flows TO 'out.parquet' STORED AS PARQUET",
    "COPY (SELECT 1) TO '/tmp/out.csv'",
    "copy/**/flows/**/to/**/'out.csv'",
    "COPY flows FROM 'flows.parquet'",
    "CREATE EXTERNAL TABLE e STORED AS CSV LOCATION '/etc/passwd'",
    "CREATE EXTERNAL TABLE e STORED AS PARQUET LOCATION 'https://example.org/x.parquet'",
    "CREATE UNBOUNDED EXTERNAL TABLE e (x INT) STORED AS CSV LOCATION 'x'",
    "CREATE TABLE t AS SELECT 1",
    "CREATE OR REPLACE TABLE flows AS SELECT 1",
    "CREATE TEMP TABLE t (x INT)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "CREATE SCHEMA s",
    "CREATE DATABASE d",
    "CREATE INDEX i ON flows (a)",
    "CREATE FUNCTION f() RETURNS INT LANGUAGE c AS 'x.so'",
    "CREATE CATALOG c",
    "DROP TABLE flows",
    "DROP TABLE IF EXISTS flows CASCADE",
    "DROP SCHEMA tables",
    "DROP FUNCTION sum",
    "ALTER TABLE flows RENAME TO f",
    "TRUNCATE flows",
    "INSERT INTO flows VALUES (1, 2, 3, 'x')",
    "INSERT INTO flows SELECT * FROM flows",
    "INSERT OVERWRITE flows SELECT * FROM flows",
    "UPDATE flows SET a = 1",
    "DELETE FROM flows",
    "REPLACE INTO flows VALUES (1)",
    "WITH d AS (DELETE FROM flows RETURNING *) SELECT * FROM d",
    "EXPLAIN ANALYZE COPY flows TO 'out.csv'",
    "EXPLAIN ANALYZE INSERT INTO flows VALUES (1)",
    "EXPLAIN ANALYZE SELECT * FROM flows",
    "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
    "EXPLAIN ANALYZE DELETE FROM flows",
    "EXPLAIN COPY flows TO 'out.csv'",
    "EXPLAIN FORMAT JSON SELECT 1",
    "SET datafusion.execution.target_partitions = 1",
    "SET TIME ZONE 'UTC'",
    "SET ROLE admin",
    "RESET datafusion.execution.batch_size",
    "SHOW datafusion.execution.batch_size",
    "SHOW ALL",
    "SHOW TABLES",
    "DESCRIBE flows",
    "PREPARE p(INT) AS SELECT $1",
    "EXECUTE p(1)",
    "DEALLOCATE p",
    "CALL f()",
    "LOAD 'extension'",
    "INSTALL httpfs",
    "ATTACH 'x.db' AS x",
    "PRAGMA database_list",
    "VACUUM",
    "CHECKPOINT",
    "LOCK TABLE flows",
    "GRANT ALL ON flows TO PUBLIC",
    "LISTEN c",
    "KILL 1",
    "BEGIN; COMMIT",
    "SELECT 1; COPY flows TO 'out.csv'",
    "SELECT 1;\n--\nDROP TABLE flows",
    "SELECT 1 /* ; */ ; COPY flows TO 'out.csv'",
    "SELECT * INTO 'out.csv' FROM flows",
    "SELECT * INTO OUTFILE 'out.csv' FROM flows",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM \"/etc/passwd\"",
    "SELECT * FROM \"flows.parquet\"",
    "SELECT * FROM 'flows.parquet'",
    "SELECT * FROM `/etc/passwd`",
    "SELECT * FROM \"../store/manifest.json\"",
    "SELECT * FROM \"file:///etc/passwd\"",
    "SELECT * FROM 'http://127.0.0.1:1/x.csv'",
    "SELECT * FROM \"https://example.org/x.parquet\"",
    "SELECT * FROM \"s3://bucket/key\"",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('flows.parquet')",
    "SELECT * FROM parquet_metadata('flows.parquet')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM information_schema.df_settings",
    "SELECT * FROM information_schema.schemata",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM entente.tables.flows",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT load_extension('x')",
    "SELECT getenv('HOME')",
    "SELECT current_setting('x')",
    "SELECT @@version",
    "SELECT version()",
    "SELECT now(), current_date, random(), uuid()",
    "SELECT * FROM flows TABLESAMPLE BERNOULLI (1)",
    "SELECT * FROM flows FOR UPDATE",
    "SELECT $1, ?",
    "ＳＥＬＥＣＴ 1",
    "СОРҮ flows TO 'out.csv'",
    "SELECT 1 \u{37e} COPY flows TO 'out.csv'",
    "\u{feff}COPY flows TO 'out.csv'",
    "SELECT\u{a0}* FROM '/etc/passwd'",
    "/*/**/*/ COPY flows TO 'out.csv'",
    "--\rCOPY flows TO 'out.csv'",
];

#[test]
fn a_hundred_statements_change_and_read_nothing() {
    let place = Place::new();
    let before = (names(&place.here()), names(&place.store()), std::fs::read(place.here().join("flows.parquet")).unwrap());
    assert!(FORBIDDEN.len() >= 100, "{}", FORBIDDEN.len());
    for sql in FORBIDDEN {
        // What begins with two dashes is an option on a command line, and a comment on standard input.
        let output =
            if sql.starts_with('-') { place.feed(&[], &format!("/**/{sql}")) } else { place.run(&["--panel", "flows.parquet", sql]) };
        let text = stderr(&output);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{sql}: {:?} {text}{}", output.status, stdout(&output));
        assert!(stdout(&output).is_empty(), "{sql}: {}", stdout(&output));
        assert!(text.starts_with("error[E6"), "{sql}: {text}");
        assert!(text.len() < 1000, "{sql}: {text}");
        for secret in [&*place.folder.path().to_string_lossy(), "root:", "DataFusion", "/.cargo/", "panicked"] {
            assert!(!text.contains(secret), "{sql}: {secret} in {text}");
        }
    }
    let after = (names(&place.here()), names(&place.store()), std::fs::read(place.here().join("flows.parquet")).unwrap());
    assert_eq!(before.0, after.0);
    assert_eq!(before.1, after.1);
    assert!(before.2 == after.2);
}

/// Runs a statement that asks for too much, with little memory and time, and gives back what was said.
#[track_caller]
fn too_much(place: &Place, sql: &str) -> String {
    let start = Instant::now();
    let output = place.run(&["--panel", "flows.parquet", "--seconds", "4", "--memory-mb", "1024", sql]);
    let took = start.elapsed();
    let (text, shown) = (stderr(&output), &sql[..sql.len().min(100)]);
    // Two seconds after the limit, and something for a machine that does other things.
    assert!(took < Duration::from_secs(12), "{shown}: {took:?}");
    assert_eq!(output.status.code(), Some(1), "{shown}: {text}");
    assert!(stdout(&output).is_empty(), "{shown}");
    assert!(text.starts_with("error[E6") && text.len() < 1000, "{shown}: {text}");
    text
}

#[test]
fn memory_and_time_have_an_end() {
    let place = Place::new();
    let mut doubled = "word".to_owned();
    (0..30).for_each(|_| doubled = format!("replace({doubled}, 'o', 'oooooooooo')"));
    let mut ctes = "WITH t0 AS (SELECT a FROM flows)".to_owned();
    (1..14).for_each(|n| ctes += &format!(", t{n} AS (SELECT x.a FROM t{} x, t{} y)", n - 1, n - 1));
    for sql in [
        "SELECT count(*) FROM flows x, flows y, flows z WHERE x.flow < y.flow + z.flow".to_owned(),
        "SELECT sum(x.flow * y.flow + z.a) FROM flows x, flows y, flows z WHERE x.flow < y.flow + z.flow".to_owned(),
        "SELECT * FROM flows x, flows y, flows z".to_owned(),
        "SELECT * FROM flows x, flows y ORDER BY x.flow + y.flow".to_owned(),
        "SELECT DISTINCT x.flow + y.flow FROM flows x, flows y".to_owned(),
        "SELECT x.word, string_agg(y.word, ',') FROM flows x, flows y GROUP BY x.word".to_owned(),
        "SELECT median(x.flow + y.flow + z.flow) FROM flows x, flows y, flows z".to_owned(),
        "SELECT count(*) FROM flows x, flows y, flows z WHERE x.word || y.word || z.word ~ '(a*)*b(word.*)+$'".to_owned(),
        "SELECT row_number() OVER (ORDER BY x.flow) FROM flows x, flows y, flows z".to_owned(),
        format!("SELECT max({doubled}) FROM flows"),
        format!("{ctes} SELECT count(*) FROM t13"),
    ] {
        let text = too_much(&place, &sql);
        assert!(["E607", "E606", "E601", "E605"].iter().any(|code| text.contains(code)), "{text}");
    }
    assert!(place.run(&["SELECT 1"]).status.success());
}

#[test]
fn long_and_deep_statements_are_refused_at_once() {
    let place = Place::new();
    let joined = |piece: &str, between: &str, n: usize| vec![piece; n].join(between);
    for sql in [
        format!("SELECT {}", joined("1", "+", 2_000)),
        format!("SELECT {}", joined("1", "+", 20_000)),
        format!("SELECT 1 WHERE {}", joined("a=1", " OR ", 5_000)),
        joined("SELECT 1", " UNION ALL ", 2_000),
        format!("SELECT {}1{}", "(".repeat(500), ")".repeat(500)),
        format!("SELECT 1 IN ({})", joined("1", ",", 60_000)),
        format!("SELECT * FROM {}", joined("flows", ",", 2_000)),
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r".to_owned(),
        "SELECT count(*) FROM generate_series(1, 1000000000000)".to_owned(),
        "SELECT length(repeat('x', 2000000000))".to_owned(),
        "SELECT 'x' ~ '((((((a{100}){100}){100}){100}){100}){100})'".to_owned(),
    ] {
        too_much(&place, &sql);
    }
    // Longer than a command line may be: by standard input.
    for sql in [
        format!("SELECT {}", joined("1", "+", 100_000)),
        format!("SELECT 1 WHERE {}", joined("1=1", " OR ", 100_000)),
        format!("SELECT 1 IN ({})", joined("1", ",", 1_000_000)),
        joined("SELECT 1", " UNION ALL ", 100_000),
    ] {
        let output = place.feed(&[], &sql);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains("error[E601]"), "{}", stderr(&output));
    }
}

/// A parent that goes away takes the process that runs its statement along.
#[cfg(target_os = "linux")]
#[test]
fn nothing_runs_on_when_its_person_is_gone() {
    let place = Place::new();
    let sql = "SELECT sum(x.flow * y.flow + z.a) FROM flows x, flows y, flows z";
    let mut child = place.command(&["--panel", "flows.parquet", sql]).stdin(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let of_it = || {
        let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id())).unwrap_or_default();
        children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()).collect::<Vec<u32>>()
    };
    let workers = of_it();
    assert_eq!(workers.len(), 1);
    child.kill().unwrap();
    child.wait().unwrap();
    std::thread::sleep(Duration::from_millis(1000));
    let is_gone = |id: &u32| std::fs::read_to_string(format!("/proc/{id}/stat")).map_or(true, |stat| stat.contains(") Z "));
    assert!(workers.iter().all(is_gone));
}
