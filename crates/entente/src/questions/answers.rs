//! The six answers. Each looks at its series, records and claims, and says "not coded in this case" where there is nothing.

use entente_claims::evidence::About;
use entente_claims::kinds::obligation::{Level, is_in_force, strongest};
use entente_claims::{Record, SeriesKey, VerdictWord};
use entente_core::StateCode;
use entente_core::coverage::Coverage;

use super::words::{above_zero, count, likely, percent, recent, verdict_line};
use super::{Answer, Context};

/// Years a newest value may be older than the assessment and still stand for it; its own year is then written.
pub(super) const MAX_AGE: i32 = 5;

impl Context<'_> {
    fn directed(&self, id: &str, from: StateCode) -> SeriesKey {
        let to = self.case.dyad.partner_of(from).unwrap_or(from);
        SeriesKey::new(id, About::Directed(from, to))
    }

    fn paired(&self, id: &str) -> SeriesKey {
        SeriesKey::new(id, About::Pair(self.case.dyad.low(), self.case.dyad.high()))
    }

    fn single(id: &str, state: StateCode) -> SeriesKey {
        SeriesKey::new(id, About::State(state))
    }

    fn states(&self) -> [(StateCode, &str); 2] {
        [(self.case.dyad.low(), &self.names[0]), (self.case.dyad.high(), &self.names[1])]
    }

    fn records(&self, table: &str) -> Vec<&Record> {
        self.evidence.tables.get(table).map_or(Vec::new(), |t| t.records.iter().collect())
    }

    /// Verdict and sentence where a table gives nothing: no table, another time, or no record that tells.
    fn absent(&self, answer: &mut Answer, table: &str) {
        let year = self.evidence.as_of;
        let coverage = self.evidence.tables.get(table).map(|t| t.coverage);
        let (verdict, text) = match coverage {
            None => ("Not coded in this case", format!("The case has no table of {table}, and nobody looked is not the same as none.")),
            Some(Some(c)) if !c.years.contains(year) => {
                ("Not covered", format!("The {table} of the case cover {}; {year} lies outside, which is not the same as none.", c.years))
            }
            Some(_) => ("Insufficient evidence", format!("The {table} of the case have no record that tells for {year}.")),
        };
        verdict.clone_into(&mut answer.verdict);
        answer.text = text;
    }

    fn covers(&self, table: &str) -> bool {
        self.evidence.tables.get(table).and_then(|t| t.coverage).is_some_and(|c| c.years.contains(self.evidence.as_of))
    }

    /// Says where a table ends, if that is before the assessment.
    fn ends(&self, table: &str) -> Option<String> {
        let Coverage { years, .. } = self.evidence.tables.get(table)?.coverage?;
        (years.last() < self.evidence.as_of).then(|| format!("{table} after {}: not covered, which is not the same as none", years.last()))
    }

    /// Adds the claims of a question that were tested, surest first, up to a number.
    fn add_claims(&self, answer: &mut Answer, question: &str, most: usize) {
        let mut tested: Vec<_> = self.claims.iter().filter(|c| c.question == question && c.verdict != VerdictWord::NotTestable).collect();
        tested.sort_by(|a, b| {
            let surety = |p: Option<f64>| (p.unwrap_or(0.5) - 0.5).abs();
            surety(b.probability).total_cmp(&surety(a.probability)).then_with(|| a.id.cmp(&b.id))
        });
        for claim in tested.into_iter().take(most) {
            answer.line(&claim.id, verdict_line(claim));
        }
    }
}

pub(super) fn alliance(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let year = c.evidence.as_of;
    let all: Vec<&Record> = c.records("treaties").into_iter().filter(|r| r.dyad() == Some(c.case.dyad)).collect();
    let treaties: Vec<&Record> = all.iter().copied().filter(|r| is_in_force(r, year)).collect();
    let level =
        |r: &Record| ["obligation_1to2", "obligation_2to1"].iter().filter_map(|f| r.text(f)).map(strongest).max().unwrap_or(Level::None);
    let binding = |r: &&&Record| r.text("is_binding") != Some("0");
    // Of texts with the same duty the treaty itself goes before its extensions, and the older before the newer.
    let best = treaties.iter().filter(binding).max_by_key(|r| (level(r), r.text("kind") == Some("treaty"), std::cmp::Reverse(r.date)));
    match best {
        _ if !c.covers("treaties") || all.is_empty() => c.absent(&mut answer, "treaties"),
        None => {
            "No obligation in force".clone_into(&mut answer.verdict);
            answer.text = format!("Of {} coded for the pair none is binding and in force at the end of {year}.", count(all.len(), "text"));
        }
        Some(best) => {
            let name = best.text("name").unwrap_or(&best.id);
            let words = match level(best) {
                Level::Defence => "a duty to fight for the other",
                Level::Consultation => "a duty to consult, not to fight",
                Level::Nonaggression => "a duty not to attack",
                Level::None => "no military duty",
            };
            answer.verdict = if level(best) == Level::Defence {
                "Yes, in law: a defence obligation is in force".to_owned()
            } else {
                "No defence obligation found".to_owned()
            };
            let signed = best.date.map_or(String::new(), |d| format!(", signed {d}"));
            answer.text = format!("The strongest binding text in force in {year} carries {words}: {name}{signed}.");
            answer.line(&best.id, format!("{} coded as in force in {year}", count(treaties.len(), "text")));
        }
    }
    for rubric in c.rubrics {
        let sure = rubric.stage_probability.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let sure = sure.map_or(String::new(), |(stage, p)| format!(" (stage {stage:?} in {} of its defensible codings)", percent(*p)));
        answer.line(format!("rubric:{}", rubric.id), format!("{}: {}{sure}", rubric.reading_of, rubric.verdict));
    }
    if !c.parting.is_empty() {
        answer.line("rubrics", format!("the two rubrics part on {}", c.parting.join(", ")));
    }
    for rubric in c.rubrics {
        if let Some(flip) = rubric.flips.iter().find(|f| f.is_defensible).or_else(|| rubric.flips.first()) {
            let how = if flip.is_defensible { "which a second coder could defend" } else { "which nothing coded supports" };
            answer.line(
                format!("rubric:{}", rubric.id),
                format!("{} flips to {:?} if {} is coded {}, {how}", rubric.title, flip.stage, flip.item, flip.code),
            );
        }
    }
    c.add_claims(&mut answer, "q1", 2);
    answer.unknown.extend(c.ends("treaties"));
    answer.unknown.push("secret undertakings; plans and staff talks that were never published".to_owned());
    answer
}

pub(super) fn signal(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let gap = c.paired("flash_gap");
    let points = recent(c.evidence, &gap, 5);
    let span = format!("{}-{}", c.evidence.as_of - 4, c.evidence.as_of);
    match above_zero(&points) {
        None => c.absent(&mut answer, "exercises"),
        Some(p) => {
            let mean = points.iter().filter_map(|p| p.cell.value()).sum::<f64>() / points.len() as f64;
            answer.verdict = match p {
                p if p > 0.66 => "More signal than substance".to_owned(),
                p if p < 0.33 => "More substance than signal".to_owned(),
                _ => "Signal and substance about level".to_owned(),
            };
            answer.text = format!(
                "Set against all exercises coded here, those of {span} stand {:.1} standard deviations {} on signal than on depth. That signal outweighs depth is {}.",
                mean.abs(),
                if mean > 0.0 { "higher" } else { "lower" },
                likely(p)
            );
            answer.line(gap.to_string(), format!("signal less depth, mean of {span}: {mean:+.2} sd"));
        }
    }
    let exercises: Vec<&Record> =
        c.records("exercises").into_iter().filter(|r| r.dyad() == Some(c.case.dyad) && r.text("kind") != Some("civil")).collect();
    if !exercises.is_empty() {
        let is = |word: &str| exercises.iter().filter(|r| r.text("jointness") == Some(word)).count();
        let (joint, parallel, mixed) = (is("joint"), is("parallel"), is("mixed"));
        let known = joint + parallel + mixed;
        answer.line(
            "exercises",
            format!(
                "{} exercises and patrols up to {}; run jointly {joint}, in parallel {parallel}, in between {mixed}; {} silent on command \
                 or mixing",
                exercises.len(),
                c.evidence.as_of,
                exercises.len() - known
            ),
        );
    }
    for (id, words) in [("exercise_depth", "depth"), ("exercise_signal", "signal")] {
        let key = c.paired(id);
        if let Some((mean, _)) = c.recent_mean(&key, 5) {
            answer.line(key.to_string(), format!("{words} of {span}: {mean:+.2} sd of all coded exercises"));
        }
    }
    c.add_claims(&mut answer, "q2", 3);
    answer.unknown.push("what staffs rehearsed and did not publish; both sides publish what flatters".to_owned());
    answer
}

pub(super) fn flows(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let mut sentences = Vec::new();
    for (from, name) in c.states() {
        let key = c.directed("arms_tiv", from);
        let to = c.case.dyad.partner_of(from).unwrap_or(from);
        let partner = c.states().into_iter().find(|s| s.0 == to).map_or("", |s| s.1);
        let Some(series) = c.series(&key) else { continue };
        let values: Vec<f64> = series.points.iter().filter_map(|p| p.cell.value()).collect();
        let means = entente_measures::arms::taper::five_year_means(&values);
        let (Some(now), Some(last)) = (means.last(), series.points.last().map(|p| p.year)) else { continue };
        if c.evidence.as_of - last > MAX_AGE {
            continue;
        }
        let peak = means.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let Some((at, peak)) = peak else { continue };
        let peak_end = series.points[at + 4].year;
        answer.line(
            key.to_string(),
            format!(
                "{name} to {partner}: {now:.0} TIV a year in {}-{last}; at its height {peak:.0} in {}-{peak_end}",
                last - 4,
                peak_end - 4
            ),
        );
        sentences.push((name, partner, *now, *peak));
        let share = c.directed("arms_import_share", from);
        if let Some(point) = c.newest(&share)
            && let Some(value) = point.cell.value().filter(|v| *v > 0.005)
        {
            answer.line(
                share.to_string(),
                format!("{} of {partner}'s arms imports came from {name} in {}-{}", percent(value), point.year - 4, point.year),
            );
        }
    }
    sentences.sort_by(|a, b| b.2.total_cmp(&a.2));
    match sentences.first() {
        None => c.absent(&mut answer, "deliveries"),
        Some((from, to, now, peak)) => {
            let tapered = now / peak < 0.5;
            answer.verdict = format!("Arms flow from {from} to {to}{}", if tapered { ", well below their height" } else { "" });
            let other = sentences.get(1).map_or(String::new(), |s| format!(" The other way: {:.0} TIV a year.", s.2));
            answer.text =
                format!("The five-year mean stands at {} of its highest.{other} TIV is a volume, not money.", percent(now / peak));
        }
    }
    if let Some(trade) = c.newest(&c.paired("trade_usd"))
        && let Some(value) = trade.cell.value()
    {
        answer.line(c.paired("trade_usd").to_string(), format!("trade in both directions {value:.0} bn US dollars in {}", trade.year));
    }
    for claim in ["C34", "C34a", "C34b"].iter().filter_map(|id| c.claim(id)) {
        answer.line(&claim.id, verdict_line(claim));
    }
    c.add_claims(&mut answer, "q3", 3);
    answer.unknown.extend(c.ends("deliveries"));
    answer.unknown.push("prices; components, munitions and software; what was copied without leave".to_owned());
    answer
}

pub(super) fn dependence(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let shares: Vec<(&str, f64, i32, SeriesKey)> = c
        .states()
        .into_iter()
        .filter_map(|(state, name)| {
            let key = Context::single("trade_share", state);
            let point = c.newest(&key)?;
            Some((name, point.cell.value()?, point.year, key))
        })
        .collect();
    match &shares[..] {
        [a, b] => {
            let (more, less) = if a.1 >= b.1 { (a, b) } else { (b, a) };
            answer.verdict = format!("{} depends on {} more than the reverse", more.0, less.0);
            answer.text = format!(
                "In {} trade with the partner was {} of {}'s trade with the world and {} of {}'s: {:.0} times as much.",
                more.2,
                percent(more.1),
                more.0,
                percent(less.1),
                less.0,
                more.1 / less.1
            );
            for (name, value, year, key) in [more, less] {
                answer.line(key.to_string(), format!("{name}: {} of its trade in {year}", percent(*value)));
            }
        }
        _ => c.absent(&mut answer, "trade"),
    }
    for (state, name) in c.states() {
        let key = c.directed("arms_import_share", state);
        let to = c.case.dyad.partner_of(state).unwrap_or(state);
        let partner = c.states().into_iter().find(|s| s.0 == to).map_or("", |s| s.1);
        if let Some(point) = c.newest(&key)
            && let Some(value) = point.cell.value().filter(|v| *v > 0.005)
        {
            answer.line(
                key.to_string(),
                format!(
                    "in arms it is the other way where {partner} buys: {} of its imports from {name} to {}",
                    percent(value),
                    point.year
                ),
            );
        }
    }
    c.add_claims(&mut answer, "q4", 3);
    answer.unknown.extend(c.ends("trade"));
    answer.unknown.push("components and dual-use goods by end user; what could be bought elsewhere, and at what price".to_owned());
    answer
}

pub(super) fn freed(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let contest: Vec<_> = c.claims.iter().filter(|claim| claim.kind == "contest").collect();
    let computed = contest.iter().filter(|claim| claim.verdict != VerdictWord::NotTestable).count();
    if computed == 0 {
        "Not computed: insufficient evidence".clone_into(&mut answer.verdict);
        "How much force a quiet border frees needs a model of several theatres, which this version does not have; stated figures and \
         positions are below."
            .clone_into(&mut answer.text);
    } else {
        answer.verdict = format!("{computed} of {} contest claims computed", contest.len());
    }
    let figures = c.records("figures");
    let figure = |quantity: &str| figures.iter().filter(|r| r.text("quantity") == Some(quantity)).copied().collect::<Vec<_>>();
    for (quantity, words) in
        [("border_length", "length of the border"), ("divisions_soviet", "Soviet divisions"), ("divisions_china", "Chinese divisions")]
    {
        let said: Vec<String> = figure(quantity)
            .iter()
            .filter_map(|r| {
                let number = match (r.text("value"), r.text("value_low"), r.text("value_high")) {
                    (Some(v), _, _) => v.to_owned(),
                    (None, Some(low), Some(high)) => format!("{low}-{high}"),
                    (None, Some(low), None) => format!("over {low}"),
                    (None, None, Some(high)) => format!("up to {high}"),
                    _ => return None,
                };
                let about = r.text("year").map_or(String::new(), |y| format!(" for {y}"));
                Some(format!("{number}{about} ({})", r.text("said_by").unwrap_or("unnamed")))
            })
            .collect();
        if let Some(first) = figure(quantity).first() {
            answer.line(&first.id, format!("{words}, as stated: {}", said.join("; ")));
        }
    }
    let positions: Vec<&Record> = c.records("positions").into_iter().filter(|r| r.text("forum") == Some("recognition")).collect();
    let refused = positions.iter().filter(|r| r.text("position") == Some("not_recognised")).count();
    if let Some(first) = positions.first() {
        let text = format!("recognition of what matters most to the other: refused in {refused} of {} recorded cases", positions.len());
        answer.line(&first.id, text);
    }
    c.add_claims(&mut answer, "q5", 3);
    answer.unknown.push("divisions or forces by border today, for any pair: no public source".to_owned());
    answer.unknown.push("what either would do in the other's war: a judgement, not a datum".to_owned());
    answer
}

pub(super) fn heading(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let tested: Vec<_> = c.claims.iter().filter(|claim| claim.verdict != VerdictWord::NotTestable).collect();
    let number = |words: &[VerdictWord]| tested.iter().filter(|claim| words.contains(&claim.verdict)).count();
    let held = number(&[VerdictWord::Supported, VerdictWord::LeansSupported]);
    let failed = number(&[VerdictWord::Contradicted, VerdictWord::LeansContradicted]);
    let open = number(&[VerdictWord::Contested]);
    let mut rising = Vec::new();
    let mut falling = Vec::new();
    let indicators = [
        ("exercises_count", "exercises"),
        ("exercise_depth", "depth of exercises"),
        ("contacts_leaders", "leaders' contacts"),
        ("trade_usd", "trade"),
        ("votes_agree3", "voting together"),
    ];
    let mut look = |key: SeriesKey, name: String| {
        let points = recent(c.evidence, &key, 10);
        let times: Vec<f64> = points.iter().map(|p| f64::from(p.year)).collect();
        let values: Vec<f64> = points.iter().filter_map(|p| p.cell.value()).collect();
        if let Ok(line) = entente_measures::trend::slope::slope(&times, &values) {
            let text = format!("{name}, last ten years: rising is {}", likely(line.rising));
            // Named as moving only from "very likely" on: straight lines through ten years are too sure of themselves.
            match line.rising {
                p if p > 0.8 => rising.push(name),
                p if p < 0.2 => falling.push(name),
                _ => {}
            }
            answer.line(key.to_string(), text);
        }
    };
    for (id, name) in indicators {
        look(c.paired(id), name.to_owned());
    }
    for (state, name) in c.states() {
        look(c.directed("arms_tiv", state), format!("arms from {name}"));
    }
    answer.verdict = match (rising.len(), falling.len()) {
        (0, 0) => "Insufficient evidence".to_owned(),
        (r, f) if r >= 2 * f.max(1) => "Deepening in most of what can be measured".to_owned(),
        (r, f) if f >= 2 * r.max(1) => "Receding in most of what can be measured".to_owned(),
        _ => "Mixed: some of it deepens, some recedes".to_owned(),
    };
    let list = |names: &[String]| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    answer.text = format!(
        "Rising: {}. Falling: {}. Of {} claims {held} hold or lean so, {open} are contested, {failed} fail or lean so, {} cannot be tested.",
        list(&rising),
        list(&falling),
        c.claims.len(),
        c.claims.len() - tested.len()
    );
    for rubric in c.rubrics {
        for flip in rubric.flips.iter().filter(|f| f.is_defensible).take(2) {
            answer.line(
                format!("rubric:{}", rubric.id),
                format!("would change the answer: {} coded {} takes {} to {:?}", flip.item, flip.code, rubric.title, flip.stage),
            );
        }
    }
    let mut close: Vec<_> = tested.iter().filter(|claim| claim.verdict == VerdictWord::Contested).collect();
    close.sort_by(|a, b| a.id.cmp(&b.id));
    for claim in close.into_iter().take(3) {
        if let Some(driver) = claim.drivers.first() {
            answer.line(&claim.id, format!("{} turns on {}; {}", claim.id, driver.node, claim.settles));
        }
    }
    answer.unknown.push("anything after the year assessed; this is a reading, not a forecast".to_owned());
    answer
}
