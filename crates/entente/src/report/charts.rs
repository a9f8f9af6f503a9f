//! The five charts of the report, from the assessment alone. A number that is not there is drawn as its reason, never as zero.

use entente_core::{CellStatus, Register, StateCode};

use crate::chart::theme::Side;
use crate::chart::{Caption, Chart, Interval, butterfly, mirror, path, profile, timeline};
use crate::output::{Assessment, HistoryPoint, Indicator};

/// All charts in the order of the report.
pub fn draw(assessment: &Assessment) -> Vec<Chart> {
    vec![
        profile_chart(assessment),
        timeline_chart(assessment),
        mirror_chart(assessment),
        butterfly_chart(assessment),
        path_chart(assessment),
    ]
}

/// Years a value may be older than the assessment and still stand for it in a chart; the year is then written.
const MAX_AGE: i32 = 5;

struct View<'a> {
    a: &'a Assessment,
}

impl<'a> View<'a> {
    fn indicator(&self, id: &str, from: u16, to: Option<u16>) -> Option<&'a Indicator> {
        self.a.indicators.iter().find(|i| i.id == id && i.from == from && i.to == to)
    }

    fn newest(&self, id: &str, from: u16, to: Option<u16>) -> Option<&'a HistoryPoint> {
        let known = self.indicator(id, from, to)?.history.iter().rev().find(|p| p.value.is_some())?;
        (self.a.as_of - known.year <= MAX_AGE).then_some(known)
    }

    fn pair(&self) -> (u16, u16) {
        (self.a.dyad.ccode1, self.a.dyad.ccode2)
    }

    /// Newest values of the other pairs that have the indicator.
    fn comparators(&self, id: &str) -> Vec<f64> {
        let others = self.a.indicators.iter().filter(|i| i.id == id && (i.from, i.to) != (self.pair().0, Some(self.pair().1)));
        others.filter_map(|i| i.history.iter().rev().find(|p| p.value.is_some() && self.a.as_of - p.year <= MAX_AGE)?.value).collect()
    }

    fn source(&self, tables: &[&str]) -> String {
        if self.a.case.id == crate::general::ID {
            return format!("publishers' files named under Sources; calculation by entente, to {}", self.a.as_of);
        }
        let mut parts: Vec<&str> = Vec::new();
        for table in tables {
            parts.push(match *table {
                "deliveries" | "overlap" => "Information from the SIPRI Arms Transfers Database; calculation by entente",
                "trade" => "trade: sources in the report",
                "votes" => "UN Digital Library; calculation by entente",
                _ => "coded records of the case",
            });
        }
        parts.dedup();
        format!("{}. Case {}, to {}", parts.join(". "), self.a.case.id, self.a.as_of)
    }
}

fn interval(point: &HistoryPoint) -> Option<Interval> {
    let value = point.value?;
    let (low, high) = point.interval.unwrap_or((value, value));
    Some(Interval::new(low, value, high))
}

fn percent(share: f64) -> String {
    if share < 0.01 { format!("{:.1} %", share * 100.0) } else { format!("{:.0} %", share * 100.0) }
}

/// Arms shares are of five years, the others of one.
fn years(label: &str, last: i32) -> String {
    if label.starts_with("Arms") || label.starts_with("Third") { format!("{}-{last}", last - 4) } else { last.to_string() }
}

fn profile_chart(a: &Assessment) -> Chart {
    let view = View { a };
    let (one, two) = view.pair();
    let row = |label: &str, side: Side, (id, from, to): (&str, u16, Option<u16>), comparators: Vec<f64>| {
        let point = view.newest(id, from, to);
        profile::Row {
            label: label.to_owned(),
            side,
            value: point.and_then(interval),
            words: point.map_or(String::new(), |p| format!("{} ({})", percent(p.value.unwrap_or_default()), years(label, p.year))),
            comparators,
            absent: point.is_none().then(|| {
                let status = view.indicator(id, from, to).map_or(CellStatus::NotCovered, |i| i.status);
                // A value that is known and too old to stand for the year leaves the year itself uncovered.
                let status = if status.is_known() { CellStatus::NotCovered } else { status };
                status.as_str().replace('_', " ")
            }),
        }
    };
    let rows = vec![
        row("Trade with the partner", Side::First, ("trade_share", one, None), vec![]),
        row("Trade with the partner", Side::Second, ("trade_share", two, None), vec![]),
        row("Arms imports from partner", Side::First, ("arms_import_share", two, Some(one)), vec![]),
        row("Arms imports from partner", Side::Second, ("arms_import_share", one, Some(two)), vec![]),
        row("Arms exports to partner", Side::First, ("arms_export_share", one, Some(two)), vec![]),
        row("Arms exports to partner", Side::Second, ("arms_export_share", two, Some(one)), vec![]),
        row("Voting together", Side::Both, ("votes_agree3", one, Some(two)), view.comparators("votes_agree3")),
        row("Exercises, rubric score", Side::Both, ("exercise_quality", one, Some(two)), view.comparators("exercise_quality")),
        row("Third markets shared", Side::Both, ("arms_overlap", one, Some(two)), vec![]),
    ];
    profile::draw(&profile::Profile {
        caption: Caption {
            id: "profile".to_owned(),
            title: "Profile of the partnership".to_owned(),
            desc: format!("Shares from 0 to 1 with 90 % intervals for {} and {}, newest year of each", a.dyad.name_1, a.dyad.name_2),
            takeaway: "The two lean on each other in different things: read along the rows, not down a total.".to_owned(),
            source: view.source(&["trade", "deliveries", "votes", "exercises"]),
        },
        first: a.dyad.name_1.clone(),
        second: a.dyad.name_2.clone(),
        low_end: "none".to_owned(),
        high_end: "all".to_owned(),
        comparators: "other pairs of the case".to_owned(),
        rows,
    })
}

fn fraction(date: entente_core::PartialDate) -> f64 {
    let day = date.first_day();
    f64::from(day.year()) + (f64::from(day.day_of_year()) - 1.0) / 366.0
}

fn timeline_chart(a: &Assessment) -> Chart {
    let view = View { a };
    let lanes = [
        ("treaties", "Treaties"),
        ("contacts", "Contacts"),
        ("exercises", "Exercises"),
        ("statements", "Statements"),
        ("sanctions", "Sanctions"),
    ];
    let first = 1990;
    let weight = |record: &str| {
        let depth = a.exercises.iter().find(|e| e.record == record).and_then(|e| e.depth);
        // Standard scores from -2 to 2 on 0 to 1.
        depth.map_or(0.3, |d| ((d.value + 2.0) / 4.0).clamp(0.05, 1.0))
    };
    let lanes: Vec<timeline::Lane> = lanes
        .iter()
        .map(|(table, label)| {
            let covered = a.coverage.iter().find(|c| c.table == *table).map(|c| (c.first.max(first), c.last.min(a.as_of)));
            let events = a.events.iter().filter(|e| e.table == *table && e.date.year() >= first);
            let marks = events
                .map(|event| timeline::Mark {
                    start: fraction(event.date),
                    end: fraction(event.date),
                    weight: if *table == "exercises" { weight(&event.record) } else { 0.4 },
                    label: String::new(),
                    hollow: *table == "exercises" && !a.exercises.iter().any(|e| e.record == event.record && e.depth.is_some()),
                })
                .collect();
            timeline::Lane { label: (*label).to_owned(), covered, marks }
        })
        .collect();
    let exercises = a.events.iter().filter(|e| e.table == "exercises").count();
    timeline::draw(&timeline::Timeline {
        caption: Caption {
            id: "timeline".to_owned(),
            title: "What is recorded, and where the record ends".to_owned(),
            desc: "One mark for each coded treaty, contact, exercise, statement and episode of sanctions".to_owned(),
            takeaway: format!(
                "{exercises} exercises and patrols up to {}, civil ones apart; hatched years are not covered, which is not none.",
                a.as_of
            ),
            source: view.source(&["exercises"]),
        },
        span: (first, a.as_of),
        as_of: a.as_of,
        weight_means: "taller tick: a deeper exercise".to_owned(),
        hollow_means: "too little is known to say how deep".to_owned(),
        lanes,
    })
}

fn mirror_chart(a: &Assessment) -> Chart {
    let view = View { a };
    let (one, two) = view.pair();
    let years: Vec<i32> = (1990..=a.as_of).collect();
    let values = |from: u16, to: u16| -> Vec<Option<f64>> {
        let series = view.indicator("arms_tiv", from, Some(to));
        years.iter().map(|y| series.and_then(|s| s.history.iter().find(|p| p.year == *y)?.value)).collect()
    };
    let means = |values: &[Option<f64>]| -> Vec<Option<f64>> {
        (0..values.len()).map(|i| values.get(i.checked_sub(4)?..=i)?.iter().copied().sum::<Option<f64>>().map(|s| s / 5.0)).collect()
    };
    let (up, down) = (values(one, two), values(two, one));
    let (up_mean, down_mean) = (means(&up), means(&down));
    let name = |from: &str, to: &str| format!("{from} to {to}");
    let top = |values: &[Option<f64>]| values.iter().flatten().copied().fold(0.0, f64::max);
    mirror::draw(&mirror::Mirror {
        caption: Caption {
            id: "deliveries".to_owned(),
            title: "Arms delivered, by direction".to_owned(),
            desc: "Yearly volume in TIV, one direction up and the other down, with five-year means".to_owned(),
            takeaway: format!(
                "The highest year was {:.0} TIV one way and {:.0} the other; TIV is a volume of capability, not money.",
                top(&up),
                top(&down)
            ),
            source: view.source(&["deliveries"]),
        },
        up_name: name(&a.dyad.name_1, &a.dyad.name_2),
        down_name: name(&a.dyad.name_2, &a.dyad.name_1),
        years,
        up,
        down,
        up_mean,
        down_mean,
        unit: "million TIV".to_owned(),
    })
}

fn butterfly_chart(a: &Assessment) -> Chart {
    let view = View { a };
    let (one, two) = view.pair();
    let row = |label: &str, left: Option<&HistoryPoint>, right: Option<&HistoryPoint>| {
        let note = |p: Option<&HistoryPoint>| p.map_or("not covered".to_owned(), |p| p.year.to_string());
        butterfly::Row {
            label: label.to_owned(),
            left: left.and_then(interval),
            right: right.and_then(interval),
            left_note: note(left),
            right_note: note(right),
            absent: (left.is_none() && right.is_none()).then(|| "not covered".to_owned()),
        }
    };
    let received = |id: &str| (view.newest(id, two, Some(one)), view.newest(id, one, Some(two)));
    let (arms, engines, licensed) =
        (received("arms_import_share"), received("arms_engine_import_share"), received("arms_licensed_import_share"));
    let sold = (view.newest("arms_export_share", one, Some(two)), view.newest("arms_export_share", two, Some(one)));
    butterfly::draw(&butterfly::Butterfly {
        caption: Caption {
            id: "dependence".to_owned(),
            title: "Who needs whom".to_owned(),
            desc: "Share of each side's own total that comes from or goes to the partner".to_owned(),
            takeaway: "Bars are shares of each side's own total, so their lengths compare dependence and not size.".to_owned(),
            source: view.source(&["trade", "deliveries"]),
        },
        left_heading: format!("{} needs {}", a.dyad.name_1, a.dyad.name_2),
        right_heading: format!("{} needs {}", a.dyad.name_2, a.dyad.name_1),
        rows: vec![
            row("Trade", view.newest("trade_share", one, None), view.newest("trade_share", two, None)),
            row("Arms imports", arms.0, arms.1),
            row("of them engines", engines.0, engines.1),
            row("of them licensed", licensed.0, licensed.1),
            row("Arms exports", sold.0, sold.1),
        ],
    })
}

fn path_chart(a: &Assessment) -> Chart {
    let view = View { a };
    let (one, two) = view.pair();
    let at =
        |id: &str, year: i32| view.indicator(id, one, Some(two)).and_then(|i| i.history.iter().find(|p| p.year == year)).and_then(interval);
    let signal = view.indicator("exercise_signal", one, Some(two));
    let first = signal.and_then(|s| s.history.first()).map_or(a.as_of, |p| p.year);
    let points = (first..=a.as_of)
        .map(|year| {
            let (x, y) = (at("exercise_signal", year), at("exercise_depth", year));
            let absent = (x.is_none() || y.is_none()).then(|| "not coded on both scales".to_owned());
            path::Point { year, x, y, absent }
        })
        .collect();
    let register = Register::builtin();
    let abbreviation = |code: u16| register.get(StateCode(code)).and_then(|s| s.cow_abbrev.clone()).unwrap_or_else(|| code.to_string());
    let mean = |i: &Indicator| {
        let known: Vec<f64> = i.history.iter().filter_map(|p| p.value).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let comparators = a
        .indicators
        .iter()
        .filter(|i| i.id == "exercise_signal" && (i.from, i.to) != (one, Some(two)))
        .filter_map(|i| {
            let depth = view.indicator("exercise_depth", i.from, i.to)?;
            Some(path::Comparator { label: format!("{}-{}", abbreviation(i.from), abbreviation(i.to?)), x: mean(i)?, y: mean(depth)? })
        })
        .collect();
    path::draw(&path::Path {
        caption: Caption {
            id: "path".to_owned(),
            title: "Signal against substance of exercises".to_owned(),
            desc:
                "Yearly means on two separate scales, in standard deviations of all coded exercises; other pairs as grey means of all years"
                    .to_owned(),
            takeaway: "Right is louder, up is deeper; the two are never added.".to_owned(),
            source: view.source(&["exercises"]),
        },
        pair: format!("{} and {}", a.dyad.name_1, a.dyad.name_2),
        x_label: "signal, standard deviations".to_owned(),
        y_label: "depth, standard deviations".to_owned(),
        points,
        comparators,
    })
}
