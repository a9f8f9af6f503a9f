//! Results reckoned by hand.

use super::{Format, rows, run, states};

#[track_caller]
fn gives(sql: &str, expected: &[&str]) {
    assert_eq!(rows(sql), expected, "{sql}");
}

#[test]
fn rows_come_in_a_total_order() {
    gives("SELECT ccode, year FROM states", &["2,2000", "2,2001", "365,2000", "740,2000"]);
    gives("SELECT year, ccode FROM states", &["2000,2", "2000,365", "2000,740", "2001,2"]);
    // Ties of the first key are broken by the other columns, upwards, NULL last.
    gives("SELECT milex, ccode FROM states ORDER BY milex DESC", &["10.5,2", "4,365", "4,740", ",2"]);
    gives("SELECT milex, ccode FROM states ORDER BY milex DESC NULLS FIRST", &[",2", "10.5,2", "4,365", "4,740"]);
    gives("SELECT name FROM states ORDER BY year DESC, milex", &["USA", "RUS", "\"\"", "USA"]);
    gives("(SELECT ccode FROM states ORDER BY ccode DESC) LIMIT 1", &["740"]);
    gives("SELECT ccode FROM states LIMIT 2", &["2", "2"]);
    gives("SELECT ccode FROM states LIMIT 2 OFFSET 2", &["365", "740"]);
    gives("SELECT ccode FROM states OFFSET 3", &["740"]);
    gives("SELECT name FROM states ORDER BY ccode DESC LIMIT 2 OFFSET 1", &["RUS", "USA"]);
    gives("SELECT year FROM (SELECT * FROM states LIMIT 2 OFFSET 1) LIMIT 3 OFFSET 1", &["2001"]);
    gives("SELECT name, count(*) FROM (SELECT * FROM states ORDER BY ccode OFFSET 1) GROUP BY name", &["RUS,1", "USA,1", ",1"]);
    gives("SELECT ccode FROM states LIMIT 0", &[]);
    gives("SELECT count(*) FROM (SELECT ccode FROM states LIMIT 3)", &["3"]);
    gives("SELECT max(ccode) FROM (SELECT ccode FROM states ORDER BY year DESC LIMIT 2)", &["2"]);
}

#[test]
fn aggregates() {
    gives(
        "SELECT count(*), count(milex), sum(milex), avg(milex), min(milex), max(milex) FROM states",
        &["4,3,18.5,6.166666666666667,4,10.5"],
    );
    gives("SELECT sum(ccode), avg(ccode), median(ccode) FROM states", &["1109,277.25,183.5"]);
    gives("SELECT name, count(*) AS n FROM states GROUP BY name ORDER BY n DESC", &["USA,2", "RUS,1", ",1"]);
    gives("SELECT var_pop(ccode), stddev_pop(year) FROM states WHERE ccode < 700", &["29282,0.4714045207910317"]);
    gives("SELECT quantile(ccode, 0.5), quantile(ccode, 0), quantile(ccode, 1), quantile(ccode, 0.25) FROM states", &["183.5,2,740,2"]);
    gives("SELECT string_agg(name, '+') FROM states", &["RUS+USA+USA"]);
    gives("SELECT count(DISTINCT ccode), min(DISTINCT name) FROM states", &["3,RUS"]);
    gives("SELECT bool_and(is_major), bool_or(is_major) FROM states", &["false,true"]);
    gives("SELECT sum(milex) FILTER (WHERE year = 2000) FROM states", &["18.5"]);
    gives("SELECT sum(milex), avg(milex), corr(milex, year), sum(year) FROM states WHERE ccode = 9", &[",,,"]);
    gives("SELECT year, sum(milex) FROM states GROUP BY year HAVING count(*) > 1", &["2000,18.5"]);
    gives(
        "SELECT mean(x), var(x), stddev(x) FROM (VALUES (2.0), (4), (4), (4), (5), (5), (7), (9)) AS v(x)",
        &["5,4.571428571428571,2.138089935299395"],
    );
    gives(
        "SELECT covar_pop(y, x), regr_slope(y, x), regr_intercept(y, x), regr_r2(y, x) FROM (VALUES (2, 1), (4, 2), (5, 3), (9, 4)) AS v(y, x)",
        &["2.75,2.2,-0.5,0.9307692307692308"],
    );
    // In doubles, added from left to right, the first is 0 and the second 0.9999999999999999.
    gives("SELECT sum(x) FROM (VALUES (1e16), (1.0), (-1e16)) AS v(x)", &["1"]);
    gives("SELECT sum(x) FROM (VALUES (0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1)) AS v(x)", &["1"]);
}

#[test]
fn arithmetic_has_no_surprises() {
    gives("SELECT 7 / 2, 7.0 / 2, 7 % 4, -7 / 2, 2 + 3 * 4, (2 + 3) * 4", &["3,3.5,3,-3,14,20"]);
    gives("SELECT 1 / 0, 1.0 / 0, 0.0 / 0, 1 % 0, sqrt(-1), ln(0), 1e308 * 10, exp(1000)", &[",,,,,,,"]);
    gives("SELECT TRY_CAST('NaN' AS DOUBLE), CAST('inf' AS DOUBLE), TRY_CAST('x' AS BIGINT), 1e999", &[",,,"]);
    gives("SELECT 0.0 * -1, -ccode, - (0.0) FROM states WHERE ccode = 2 AND year = 2000", &["0,-2,0"]);
    gives(
        "SELECT abs(-3), abs(-2.5), round(2.5), round(0.125, 2), floor(-1.5), ceil(1.2), power(2, 10), sign(-3)",
        &["3,2.5,3,0.13,-2,2,1024,-1"],
    );
    gives("SELECT count(*) FROM states WHERE milex / (ccode - 2) > 0", &["2"]);
    gives(
        "SELECT coalesce(milex, -1), nullif(ccode, 2), greatest(ccode, year), least(1, 2) FROM states WHERE year = 2001",
        &["-1,,2001,1"],
    );
    gives("SELECT milex + NULL FROM states LIMIT 1", &["\"\""]);
    gives("SELECT CASE WHEN ccode = 2 THEN 'us' ELSE 'them' END AS who, count(*) FROM states GROUP BY who", &["them,2", "us,2"]);
    // A whole number over 64 bits is an error and never another number.
    for sql in ["SELECT 9223372036854775807 + ccode FROM states", "SELECT sum(x) FROM (VALUES (9223372036854775807), (1)) AS v(x)"] {
        let error = run(sql, &[states()], Format::Csv).unwrap_err();
        assert!(error.to_string().contains("a whole number over 64 bits"), "{error}");
    }
}

#[test]
fn texts_and_days() {
    gives(
        "SELECT upper('aß'), length('né'), substr('abcdef', 2, 3), left('abc', 2), 'a' || 'b', replace('aXbX', 'X', '-')",
        &["ASS,2,bcd,ab,ab,a-b-"],
    );
    gives("SELECT name FROM states WHERE name LIKE 'U%' AND name ~ '^U.A$' AND regexp_like(name, 'S')", &["USA", "USA"]);
    gives(
        "SELECT trim('  x '), split_part('a,b', ',', 2), strpos('abc', 'c'), starts_with('abc', 'ab'), initcap('ab cd')",
        &["x,b,3,true,Ab Cd"],
    );
    gives(
        "SELECT day, date_part('year', day), extract(month FROM day) FROM states WHERE day >= '2000-06-01'",
        &["2000-12-31,2000,12", "2001-01-01,2001,1"],
    );
    gives(
        "SELECT CAST(date_trunc('month', day) AS DATE), day + INTERVAL '1 day' FROM states WHERE ccode = 740",
        &["2000-12-01,2001-01-01"],
    );
    gives("SELECT CAST('2015' AS INT) + 1, DATE '2015-02-28', CAST(3 AS TEXT), CAST(1 AS REAL)", &["2016,2015-02-28,3,1"]);
}

#[test]
fn joins_sets_and_subqueries() {
    gives("SELECT a.ccode, b.year FROM states a JOIN states b ON a.ccode = b.ccode AND a.year < b.year", &["2,2001"]);
    gives("SELECT a.ccode, b.ccode FROM states a LEFT JOIN states b ON b.ccode = a.ccode + 363", &["2,365", "2,365", "365,", "740,"]);
    gives("SELECT ccode FROM states UNION SELECT year FROM states", &["2", "365", "740", "2000", "2001"]);
    gives("SELECT ccode FROM states EXCEPT SELECT 2", &["365", "740"]);
    gives("SELECT ccode FROM states INTERSECT SELECT 2", &["2"]);
    gives("WITH s AS (SELECT ccode, count(*) AS n FROM states GROUP BY ccode) SELECT ccode FROM s WHERE n > 1", &["2"]);
    gives(
        "SELECT ccode FROM states s WHERE EXISTS (SELECT 1 FROM states t WHERE t.ccode = s.ccode AND t.year = 2001) AND year = 2000",
        &["2"],
    );
    gives("SELECT ccode FROM states WHERE milex = (SELECT min(milex) FROM states)", &["365", "740"]);
    gives("SELECT DISTINCT name FROM states WHERE ccode IN (2, 365)", &["RUS", "USA"]);
    gives("SELECT ccode FROM states WHERE ccode NOT IN (SELECT ccode FROM states WHERE year = 2001)", &["365", "740"]);
    let error = run("SELECT (SELECT ccode FROM states)", &[states()], Format::Csv).unwrap_err();
    assert!(error.to_string().contains("more than one row"), "{error}");
}

#[test]
fn windows() {
    gives("SELECT ccode, row_number() OVER (ORDER BY milex) AS n FROM states ORDER BY n", &["365,1", "740,2", "2,3", "2,4"]);
    gives("SELECT ccode, rank() OVER (ORDER BY milex) AS n FROM states ORDER BY n, ccode", &["365,1", "740,1", "2,3", "2,4"]);
    gives(
        "SELECT ccode, year, lag(year) OVER (PARTITION BY ccode ORDER BY year) FROM states",
        &["2,2000,", "2,2001,2000", "365,2000,", "740,2000,"],
    );
    gives(
        "SELECT ccode, sum(milex) OVER (ORDER BY ccode ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM states",
        &["2,10.5", "2,10.5", "365,4", "740,8"],
    );
    gives("SELECT ccode, sum(milex) OVER (ORDER BY ccode) AS s FROM states", &["2,10.5", "2,10.5", "365,14.5", "740,18.5"]);
    gives(
        "SELECT year, first_value(ccode) OVER (PARTITION BY year ORDER BY milex) AS f FROM states",
        &["2000,365", "2000,365", "2000,365", "2001,2"],
    );
    gives(
        "SELECT ccode FROM (SELECT ccode, row_number() OVER (PARTITION BY milex ORDER BY year) AS n FROM states) WHERE n = 1 AND ccode > 2",
        &["365"],
    );
}

#[test]
fn columns_are_called_as_they_are_written() {
    let text =
        run("SELECT sum(milex), ccode + 1, ccode AS c, states.year FROM states GROUP BY ccode, year", &[states()], Format::Csv).unwrap();
    assert_eq!(text.lines().next(), Some("sum(milex),ccode + 1,c,year"));
}
