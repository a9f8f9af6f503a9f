//! The theatre page: what was assumed beside what follows, as one HTML page, as a part of another page, and as text.
//!
//! The page draws no map: what it knows are shares and probabilities, and lines on a map would say more.

mod charts;
mod rows;
mod text;
mod words;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde_json::json;

use entente_core::Citation;

use crate::cite::MARK;
use crate::contest::page::TheatrePage;

pub use charts::draw;
pub(super) use rows::{absent, written};
pub use text::text;
pub(super) use words::name;

/// Template of the part: a macro `theatre(t, has_heading)`, where `t` is what [`view`] gives. It needs the macro `figure`.
pub const PART: &str = include_str!("theatre/part.html");

/// The page as one file that loads nothing.
///
/// # Panics
/// Never: the template stands in the program and a test renders it.
pub fn html(page: &TheatrePage, citations: &[Citation]) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let whole = concat!(
        include_str!("head.html"),
        include_str!("figure.html"),
        include_str!("sources.html"),
        include_str!("theatre/part.html"),
        include_str!("theatre/page.html")
    );
    environment.add_template("theatre", whole).expect("the template is valid");
    let template = environment.get_template("theatre").expect("the template was just added");
    let bibliography = serde_json::to_string(citations).unwrap_or_default();
    let page = json!({
        "t": view(page), "css": include_str!("report.css"), "version": env!("CARGO_PKG_VERSION"),
        "citations": citations, "mark": MARK, "bibliography": bibliography,
    });
    template.render(Value::from(Serde(page))).expect("every name in the template is given")
}

/// What the part prints, for a page that takes it in.
pub fn view(page: &TheatrePage) -> serde_json::Value {
    let charts: Vec<_> = draw(page)
        .iter()
        .map(|c| json!({ "id": c.id, "title": c.title, "takeaway": c.takeaway, "svg": c.svg, "columns": c.table.columns, "rows": c.table.rows }))
        .collect();
    json!({
        "page": page,
        "orderings": words::meanings(page),
        "ranges": rows::ranges(page),
        "allocations": page.at_medians.as_ref().map(|report| rows::allocations(page, report)),
        "proof": page.at_medians.as_ref().map(words::proof),
        "claims": rows::claims(page),
        "draws": words::draws(page),
        "limits": words::LIMITS,
        "scale": entente_claims::likelihood::SCALE,
        "charts": charts,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::chart::check;
    use crate::contest::page::{Assumption, Name, Order, PageClaim, Part};
    use entente_measures::contest::counterfactual::counterfactual;
    use entente_measures::contest::distribution::Distribution;
    use entente_measures::contest::draws::run;
    use entente_measures::contest::game::{Game, State, Theatre};
    use entente_measures::contest::report::Report;
    use entente_measures::contest::settlement::Settlement;
    use entente_measures::contest::study::{Apply, Parameter, Study, Target};
    use entente_measures::contest::summary::summarise;

    /// The three players of the specification, with r, the values and one force uncertain.
    pub(crate) fn sample(draws: usize) -> TheatrePage {
        let states = [("RUS", 1.0), ("CHN", 2.0), ("USA", 5.0)].map(|(id, force)| State::with_force(id, force)).to_vec();
        let fronts = [("europe", ["RUS", "USA"], 1.0), ("pacific", ["CHN", "USA"], 1.0), ("border", ["RUS", "CHN"], 0.5)];
        let theatres = fronts.map(|(id, states, value)| Theatre::new(id, &states, value)).to_vec();
        let game = Game::new(states, theatres, 1.0).unwrap();
        let uniform = |low, high| Distribution::Uniform { low, high };
        let parameter = |id: &str, target, distribution, apply| Parameter { id: id.to_owned(), targets: vec![target], distribution, apply };
        let value = |theatre: &str| Target::Value { theatre: theatre.to_owned() };
        let parameters = vec![
            parameter("r", Target::Decisiveness, uniform(0.5, 1.0), Apply::Set),
            parameter("v_border", value("border"), uniform(0.1, 1.0), Apply::Set),
            parameter("v_europe", value("europe"), uniform(0.5, 1.5), Apply::Set),
            parameter("v_pacific", value("pacific"), uniform(0.5, 1.5), Apply::Set),
            parameter(
                "b_rus",
                Target::Means { state: "RUS".to_owned() },
                Distribution::LogNormal { median: 1.0, sigma: 0.3 },
                Apply::Scale,
            ),
        ];
        let settlements = vec![Settlement::of("border")];
        let study = Study { settlements: settlements.clone(), parameters, draws, seed: 1, options: Default::default() };
        let summary = summarise(&run(&game, &study, || {}).unwrap()).unwrap();
        let report = Report::new(&game, &counterfactual(&game, &settlements, &Default::default()).unwrap());
        let name = |id: &str, name: &str| Name { id: id.to_owned(), name: name.to_owned() };
        let assume = |parameter: Option<&str>, name: &str, what: &str, distribution: &str, source: &str| Assumption {
            parameter: parameter.map(str::to_owned),
            name: name.to_owned(),
            what: what.to_owned(),
            distribution: distribution.to_owned(),
            source: source.to_owned(),
        };
        let evenly = |low: f64, high: f64| format!("anything from {low} to {high}, evenly");
        TheatrePage {
            title: "What a quiet border frees: Russia & China, 2021".to_owned(),
            question: "Settling the border lets both move force to their other fronts. Who gains more by it, and what decides that?"
                .to_owned(),
            states: vec![name("RUS", "Russia"), name("CHN", "China"), name("USA", "United States")],
            theatres: vec![name("europe", "Europe"), name("pacific", "Western Pacific"), name("border", "common border")],
            caution: None,
            settled: vec!["border".to_owned()],
            assumptions: vec![
                assume(
                    Some("r"),
                    "decisiveness",
                    "how much a lead in force decides",
                    &evenly(0.5, 1.0),
                    "no estimate; a range of the literature",
                ),
                assume(
                    Some("v_border"),
                    "value of the border",
                    "success at the border, in units of a main front",
                    &evenly(0.1, 1.0),
                    "judgement",
                ),
                assume(Some("v_europe"), "value of Europe", "success in Europe", &evenly(0.5, 1.5), "judgement"),
                assume(Some("v_pacific"), "value of the Pacific", "success in the Pacific", &evenly(0.5, 1.5), "judgement"),
                assume(
                    Some("b_rus"),
                    "force of Russia",
                    "military spending",
                    "within a factor of 1.6 in 9 of 10 cases",
                    "error of the series",
                ),
                assume(None, "force of China", "twice that of Russia", "known", "invented for this test"),
            ],
            orderings: Order::over(std::iter::once(&summary)),
            summary,
            seed: 1,
            at_medians: Some(report),
            force_unit: "forces of Russia".to_owned(),
            claims: vec![PageClaim {
                id: "C39a".to_owned(),
                meaning: Some(entente_measures::contest::summary::Meaning::Multiplier),
                statement: "The multiplier of Russia is larger than that of China.".to_owned(),
                verdict: "leans supported".to_owned(),
                probability: Some(0.8),
            }],
            parts: vec![Part {
                heading: "A second model".to_owned(),
                text: vec!["With allies in one contest both gain, too <checked>.".to_owned()],
                columns: vec!["state".to_owned(), "payoff".to_owned()],
                rows: vec![vec!["Russia".to_owned(), "0.086".to_owned()]],
            }],
            notes: vec!["Nuclear weapons are left out.".to_owned()],
            source: "invented numbers; calculation by entente".to_owned(),
        }
    }

    /// `THEATRE_PAGE=file` keeps the page, to be looked at.
    #[test]
    fn page_is_whole_and_says_what_the_summary_says() {
        let page = sample(400);
        let html = html(&page, &[]);
        if let Some(path) = std::env::var_os("THEATRE_PAGE") {
            std::fs::write(path, &html).unwrap();
        }
        for part in
            ["Russia &amp; China, 2021", "value of the border", "&lt;checked&gt;", "Nuclear weapons", "ICD 203", "400 draws", "C39a"]
        {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("<script") && !html.contains("NaN") && !html.contains("undefined"));
        assert_eq!((html.matches("<figure").count(), html.matches("role=\"img\"").count(), html.matches("<details").count()), (4, 4, 4));
        draw(&page).iter().for_each(check::sound);
        // The more probable side of each meaning, as the summary has it.
        for ordering in &page.summary.orderings {
            let more = ordering.first_more.unwrap().max(ordering.second_more.unwrap());
            assert!(html.contains(&format!("{} of 100 draws", entente_claims::likelihood::percent(more))), "{ordering:?}");
        }
        let text = text(&page);
        assert!(text.contains("Russia") && text.contains("value of the border") && !text.contains("NaN"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }

    #[test]
    fn a_page_without_bounds_drivers_or_names_is_whole() {
        let mut page = sample(20);
        for range in &mut page.summary.ranges {
            (range.median, range.high50, range.high90) = (None, None, None);
        }
        page.summary.drivers.clear();
        page.states.clear();
        page.assumptions.clear();
        page.at_medians = None;
        page.claims.clear();
        page.parts.clear();
        page.summary.ranges[0].counted = 0;
        page.orderings[0].first_more = None;
        draw(&page).iter().for_each(check::sound);
        let html = html(&page, &[]);
        assert!(
            html.contains("no bound")
                && html.contains("RUS")
                && html.contains("not defined in any draw")
                && html.contains("cannot be compared")
        );
        assert!(!text(&page).is_empty());
    }
}
