//! Statements that are refused, each with the reason.

use super::{Error, Format, flows, run, states};

#[track_caller]
fn refused(sql: &str) -> Error {
    match run(sql, &[states(), flows(100)], Format::Csv) {
        Ok(text) => panic!("{} was allowed: {text}", &sql[..sql.len().min(200)]),
        Err(error) => error,
    }
}

#[track_caller]
fn all(code: &str, part: &str, statements: &[&str]) {
    for sql in statements {
        let error = refused(sql);
        assert_eq!(error.code(), code, "{sql}: {error}");
        let text = error.to_string();
        assert!(text.contains(part), "{sql}: wanted {part:?}, got {text}");
        assert!(text.len() < 900 && !text.contains("/root") && !text.contains("DataFusion"), "{text}");
    }
}

#[test]
fn what_is_no_query() {
    all(
        "E603",
        "is not allowed: a statement here is a query",
        &[
            "COPY states TO 'x.csv'",
            "COPY (SELECT 1) TO 'x.parquet' STORED AS PARQUET",
            "CREATE TABLE t AS SELECT 1",
            "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
            "CREATE VIEW v AS SELECT 1",
            "CREATE SCHEMA s",
            "CREATE DATABASE d",
            "CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
            "DROP TABLE states",
            "DROP VIEW states",
            "INSERT INTO states VALUES (1)",
            "UPDATE states SET ccode = 1",
            "DELETE FROM states",
            "TRUNCATE TABLE states",
            "ALTER TABLE states ADD COLUMN x INT",
            "SET datafusion.execution.batch_size = 1",
            "RESET datafusion.execution.batch_size",
            "SHOW TABLES",
            "SHOW ALL",
            "SHOW COLUMNS FROM states",
            "DESCRIBE states",
            "EXPLAIN SELECT 1",
            "EXPLAIN ANALYZE SELECT 1",
            "EXPLAIN ANALYZE COPY states TO 'x.csv'",
            "EXPLAIN VERBOSE INSERT INTO states VALUES (1)",
            "PREPARE p AS SELECT 1",
            "EXECUTE p",
            "DEALLOCATE p",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "START TRANSACTION",
            "GRANT SELECT ON states TO PUBLIC",
            "ANALYZE TABLE states",
            "USE other",
            "MERGE INTO states USING states s ON true WHEN MATCHED THEN DELETE",
            "/* SELECT */ DROP TABLE states",
            "-- SELECT 1\nCOPY states TO 'x.csv'",
        ],
    );
}

#[test]
fn more_than_a_query() {
    all("E603", "one statement at a time", &["SELECT 1; SELECT 2", "SELECT 1; DROP TABLE states", "SELECT 1;;COPY states TO 'x'"]);
    all(
        "E603",
        "is not allowed",
        &[
            "SELECT * INTO t FROM states",
            "SELECT * FROM states FOR UPDATE",
            "SELECT * FROM states TABLESAMPLE BERNOULLI (10)",
            "SELECT DISTINCT ON (ccode) ccode, year FROM states",
            "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
            "SELECT * FROM generate_series(1, 1000000000000)",
            "SELECT * FROM range(1, 10)",
            "SELECT * FROM UNNEST([1, 2, 3])",
            "SELECT * FROM states, LATERAL (SELECT 1) AS l",
            "SELECT * FROM (SELECT 1) AS a TABLESAMPLE (5)",
            "WITH t AS (INSERT INTO states VALUES (1) RETURNING *) SELECT * FROM t",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT ccode FROM states GROUP BY ROLLUP (ccode)",
            "SELECT ccode FROM states GROUP BY GROUPING SETS ((ccode), ())",
            "SELECT $1",
            "SELECT ccode FROM states WHERE ccode = ANY (SELECT 2)",
            "SELECT name SIMILAR TO 'U%' FROM states",
            "SELECT ccode & 1 FROM states",
        ],
    );
}

#[test]
fn tables_that_are_not_there() {
    all(
        "E604",
        "there is no table",
        &[
            "SELECT * FROM nothing",
            "SELECT * FROM '/etc/passwd'",
            "SELECT * FROM \"/etc/passwd\"",
            "SELECT * FROM \"file:///etc/passwd\"",
            "SELECT * FROM 'x.parquet'",
            "SELECT * FROM \"https://example.org/x.csv\"",
            "SELECT * FROM \"s3://bucket/x.parquet\"",
            "SELECT * FROM STATES_",
            "SELECT * FROM \"States\"",
            "SELECT * FROM ｓtates",
            "SELECT (SELECT count(*) FROM other)",
            "WITH a AS (SELECT * FROM other) SELECT 1",
        ],
    );
    all(
        "E603",
        "a table is named by one word",
        &[
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM information_schema.df_settings",
            "SELECT * FROM entente.tables.states",
            "SELECT * FROM tables.states",
            "SELECT * FROM pg_catalog.pg_class",
        ],
    );
}

#[test]
fn functions_that_are_not_listed() {
    all(
        "E605",
        "nvalid function",
        &[
            "SELECT random()",
            "SELECT now()",
            "SELECT uuid()",
            "SELECT version()",
            "SELECT repeat('x', 1000000000)",
            "SELECT lpad('x', 1000000000)",
            "SELECT generate_series(1, 1000000000)",
            "SELECT range(1, 10)",
            "SELECT array_agg(ccode) FROM states",
            "SELECT approx_distinct(ccode) FROM states",
            "SELECT approx_median(ccode) FROM states",
            "SELECT first_value(ccode) FROM states",
            "SELECT last_value(ccode) FROM states",
            "SELECT to_timestamp('x')",
            "SELECT arrow_cast(1, 'Int8')",
            "SELECT arrow_typeof(1)",
            "SELECT md5('x')",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT make_array(1, 2)",
            "SELECT input_file_name()",
        ],
    );
    all("E605", "no field named", &["SELECT current_date", "SELECT current_timestamp", "SELECT user"]);
}

#[test]
fn what_depends_on_luck() {
    all(
        "E603",
        "TRY_CAST",
        &["SELECT CAST(name AS INT) FROM states", "SELECT CAST(milex AS BIGINT) FROM states", "SELECT name::DATE FROM states"],
    );
    all(
        "E603",
        "is not allowed",
        &[
            "SELECT string_agg(name, ',' ORDER BY year) FROM states",
            "SELECT sum(DISTINCT milex) FROM states",
            "SELECT string_agg(name, name) FROM states",
            "SELECT last_value(ccode) OVER (ORDER BY year) FROM states",
            "SELECT nth_value(ccode, 2) OVER (ORDER BY year) FROM states",
            "SELECT lag(ccode, year) OVER (ORDER BY year) FROM states",
            "SELECT name ~ name FROM states",
            "SELECT regexp_like(name, name) FROM states",
            "SELECT substr(name, ccode) FROM states",
        ],
    );
    all("E605", "constant", &["SELECT date_part(name, day) FROM states"]);
    all("E605", "there is no type", &["SELECT CAST(1 AS DECIMAL(10, 2))", "SELECT CAST('x' AS BYTEA)", "SELECT CAST(1 AS JSON)"]);
}

#[test]
fn what_is_no_sql() {
    all("E602", "", &["", "SELEKT 1", "SELECT", "SELECT * FROM", "SELECT 'open", "SELECT /* open", "\0", "; ;", "𝕊𝔼𝕃𝔼ℂ𝕋 1"]);
}

#[test]
fn what_is_too_long() {
    let joined = |piece: &str, between: &str, n: usize| vec![piece; n].join(between);
    let mut statements = Vec::new();
    for n in [300, 500, 2_000, 5_000, 20_000, 100_000] {
        statements.push(format!("SELECT {}", joined("1", "+", n)));
        statements.push(format!("SELECT {}", joined("1", " || ", n)));
        statements.push(format!("SELECT 1 WHERE {}", joined("1 = 1", " OR ", n)));
        statements.push(format!("SELECT 1 WHERE {}", joined("true", " AND ", n)));
        statements.push(format!("SELECT {}1", "- ".repeat(n)));
        statements.push(format!("SELECT {}true", "NOT ".repeat(n)));
        statements.push(joined("SELECT 1", " UNION ALL ", n));
        statements.push(format!("SELECT * FROM {}", joined("states", ", ", n)));
        statements.push(format!("SELECT {}", joined("CASE WHEN true THEN 1 ELSE ", "", n)));
    }
    for n in [60, 500, 10_000] {
        statements.push(format!("SELECT {}1{}", "(".repeat(n), ")".repeat(n)));
        statements.push(format!("{}SELECT 1{}", "SELECT * FROM (".repeat(n), ") AS x".repeat(n)));
        statements.push(format!("SELECT {}1{}", "abs(".repeat(n), ")".repeat(n)));
        statements.push(format!("SELECT {}", "[".repeat(n)));
    }
    statements.push(format!("SELECT 1 IN ({})", joined("1", ",", 1_000_000)));
    statements.push(format!("SELECT '{}'", "x".repeat(70_000)));
    statements.push(format!("/*{}*/ SELECT 1", "x".repeat(70_000)));
    statements.push(format!("{}SELECT 1", "/*".repeat(30_000)));
    for sql in &statements {
        let error = refused(sql);
        assert!(matches!(error, Error::TooLong { .. } | Error::Syntax(_)), "{}: {error}", &sql[..60]);
        assert!(error.to_string().len() < 400, "{error}");
    }
}

/// The longest that is allowed is planned and run.
#[test]
fn what_is_just_short_enough() {
    let joined = |piece: &str, between: &str, n: usize| vec![piece; n].join(between);
    for (sql, expected) in [
        (format!("SELECT {}", joined("1", "+", 200)), "200"),
        (format!("SELECT count(*) FROM states WHERE {}", joined("ccode = 2", " OR ", 190)), "2"),
        (
            format!(
                "SELECT count(*) FROM (SELECT {} FROM states)",
                (0..300).map(|n| format!("ccode * {n} + year AS c{n}")).collect::<Vec<_>>().join(", ")
            ),
            "4",
        ),
        (format!("SELECT count(*) FROM ({})", joined("SELECT 1", " UNION ALL ", 60)), "60"),
        (format!("SELECT {}1{}", "(".repeat(39), ")".repeat(39)), "1"),
        (format!("SELECT count(*) FROM states WHERE ccode IN ({})", joined("2", ",", 4_000)), "2"),
    ] {
        let text = run(&sql, &[states()], Format::Csv).unwrap_or_else(|e| panic!("{}: {e}", &sql[..60]));
        assert_eq!(text.lines().nth(1), Some(expected), "{}", &sql[..60]);
    }
}
