SELECT n.stateabb, p.year, n.milex, p.polity2 FROM cow_nmc n LEFT JOIN polity5 p ON n.ccode = p.ccode AND n.year = p.year WHERE n.year IN (1900, 1950, 2000);

SELECT DISTINCT supplier_name FROM sipri_deliveries WHERE tiv > 100 UNION SELECT recipient_name FROM sipri_deliveries WHERE tiv > 200;

SELECT supplier_code FROM sipri_deliveries WHERE year = 2000 EXCEPT SELECT recipient_code FROM sipri_deliveries WHERE year = 2000;

SELECT supplier_code FROM sipri_deliveries WHERE year = 2000 INTERSECT SELECT recipient_code FROM sipri_deliveries WHERE year = 2000;

SELECT ccode, year, milex FROM cow_nmc n WHERE milex > (SELECT avg(milex) * 5 FROM cow_nmc m WHERE m.year = n.year);

SELECT ccode, count(*) FROM cow_nmc n WHERE EXISTS (SELECT 1 FROM polity5 p WHERE p.ccode = n.ccode AND p.year = n.year AND p.polity2 > 8) GROUP BY ccode;

SELECT ccode FROM cow_states WHERE ccode NOT IN (SELECT ccode FROM polity5 WHERE ccode IS NOT NULL);

SELECT year, ccode, milex, rank() OVER (PARTITION BY year ORDER BY milex DESC NULLS LAST) AS r FROM cow_nmc WHERE year > 2000;

SELECT year, ccode, sum(milex) OVER (PARTITION BY ccode ORDER BY year ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS s FROM cow_nmc WHERE ccode < 100;

SELECT year, ccode, lag(milex, 2) OVER (PARTITION BY ccode ORDER BY year) AS l, lead(milex) OVER (PARTITION BY ccode ORDER BY year) AS m FROM cow_nmc WHERE ccode BETWEEN 200 AND 300;

SELECT ccode, milex, year FROM cow_nmc ORDER BY milex DESC NULLS LAST, ccode, year LIMIT 100 OFFSET 37;

SELECT max(milex) FROM (SELECT milex FROM cow_nmc ORDER BY cinc DESC NULLS LAST, ccode, year LIMIT 100 OFFSET 500);

SELECT status, count(*), sum(tiv), sum(CASE WHEN year < 1990 THEN tiv ELSE 0 END) FROM sipri_deliveries GROUP BY status;

SELECT CASE WHEN polity2 IS NULL THEN 'none' WHEN polity2 >= 6 THEN 'dem' WHEN polity2 <= -6 THEN 'aut' ELSE 'mid' END AS k, year, count(*) FROM polity5 WHERE year > 1945 GROUP BY k, year;

SELECT count(DISTINCT supplier_code), count(DISTINCT recipient_name), count(DISTINCT year * 1000 + supplier_code) FROM sipri_deliveries;

SELECT year % 10, year / 10, count(*), sum(pec) FROM cow_nmc GROUP BY year % 10, year / 10;

SELECT upper(stateabb), length(stateabb), substr(stateabb, 2, 2), replace(stateabb, 'A', '_') FROM cow_states;

SELECT state_name FROM cow_states WHERE state_name LIKE '%land%' OR state_name LIKE 'United%';

WITH large AS (SELECT ccode, year, cinc FROM cow_nmc WHERE cinc > 0.05), b AS (SELECT year, count(*) AS n, sum(cinc) AS s FROM large GROUP BY year) SELECT n, count(*), min(s), max(s) FROM b GROUP BY n;

SELECT a.ccode, b.ccode, count(*) FROM atop_members a JOIN atop_members b ON a.atopid = b.atopid AND a.ccode < b.ccode GROUP BY a.ccode, b.ccode HAVING count(*) > 5;

SELECT x.year, x.n, y.n FROM (SELECT year, count(*) AS n FROM sipri_deliveries GROUP BY year) x FULL JOIN (SELECT year, count(*) AS n FROM cow_nmc GROUP BY year) y ON x.year = y.year;

SELECT coalesce(n.milex, -1), nullif(n.irst, 0), abs(n.ccode - 500) FROM cow_nmc n WHERE n.year = 1914;

SELECT year, sum(tiv * tiv) - avg(tiv), var(tiv * 3) FROM sipri_deliveries WHERE tiv IS NOT NULL GROUP BY year;

SELECT n.year, count(*) FROM cow_nmc n LEFT JOIN sipri_deliveries s ON s.supplier_code = n.ccode AND s.year = n.year WHERE s.year IS NULL GROUP BY n.year;

SELECT ntile(4) OVER (ORDER BY ccode, year) AS q, ccode, year FROM cow_nmc WHERE year = 1950;

SELECT first_value(ccode) OVER (PARTITION BY year ORDER BY milex DESC NULLS LAST, ccode) AS f, year, ccode FROM cow_nmc WHERE year BETWEEN 1930 AND 1935;

SELECT year, ccode, avg(cinc) OVER (PARTITION BY year) AS m, count(*) OVER () AS n FROM cow_nmc WHERE year < 1830;

SELECT min(stateabb), max(stateabb), count(*) FROM cow_nmc GROUP BY ccode / 100;

SELECT a.year FROM (SELECT DISTINCT year FROM cow_nmc) a WHERE a.year BETWEEN 1900 AND 1910 AND NOT EXISTS (SELECT 1 FROM cow_nmc b WHERE b.year = a.year AND b.milex > 1000000);

SELECT year, sum(tiv), avg(tiv), var(tiv), median(tiv), count(*), count(tiv), min(tiv), max(tiv) FROM sipri_deliveries GROUP BY year;

SELECT supplier_code, year, sum(tiv + delivered_count) FROM sipri_deliveries GROUP BY supplier_code, year HAVING count(*) > 5;

SELECT a.ccode, a.year, b.cinc - a.cinc AS d FROM cow_nmc a JOIN cow_nmc b ON a.ccode = b.ccode AND b.year = a.year + 1 WHERE a.cinc > 0.01;

SELECT d.year, sum(d.tiv * n.cinc), count(*) FROM sipri_deliveries d JOIN cow_nmc n ON n.ccode = d.supplier_code AND n.year = d.year GROUP BY d.year;

SELECT supplier_code FROM (SELECT supplier_code, sum(tiv) AS s FROM sipri_deliveries GROUP BY supplier_code) WHERE s > (SELECT avg(s) FROM (SELECT sum(tiv) AS s FROM sipri_deliveries GROUP BY supplier_code));
