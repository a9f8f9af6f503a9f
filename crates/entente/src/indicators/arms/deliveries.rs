//! Deliveries by flow, year and market, summed once for all questions about them.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_core::unit::Tiv;
use entente_sources::table::NO_INT;

use super::WINDOW;
use crate::indicators::Sourced;

/// Sums of one flow in one year.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    pub(crate) tiv: f64,
    pub(crate) engines: f64,
    pub(crate) sensors: f64,
    pub(crate) licensed: f64,
    pub(crate) rows: Vec<usize>,
}

/// Volumes sold, by recipient and category.
pub(crate) type Sold = BTreeMap<(i32, u32), Tiv>;

/// Who delivered what to whom. A state that is none of the list keeps its name's place in the pool as a negative number.
pub(crate) struct Deliveries {
    pub(crate) from: Sourced,
    pub(crate) flows: BTreeMap<(i32, i32), BTreeMap<i32, Flow>>,
    pub(crate) by_recipient: BTreeMap<i32, BTreeMap<i32, f64>>,
    pub(crate) by_supplier: BTreeMap<i32, BTreeMap<i32, f64>>,
    /// Who ever delivered to a recipient.
    pub(crate) suppliers_of: BTreeMap<i32, Vec<i32>>,
    pub(crate) markets: BTreeMap<(i32, i32), BTreeMap<(i32, u32), f64>>,
}

impl Deliveries {
    /// Columns that are needed.
    pub(crate) const COLUMNS: [&'static str; 8] =
        ["supplier_code", "supplier_name", "recipient_code", "recipient_name", "year", "tiv", "category", "local_production"];

    pub(crate) fn new(from: Sourced) -> Option<Self> {
        let table = &from.table;
        let party = |code: &str, name: &str| -> Option<Vec<i32>> {
            let (codes, names) = (table.ints(code)?, table.texts(name)?);
            Some(codes.iter().zip(&names.rows).map(|(code, name)| if *code == NO_INT { -1 - (*name as i32) } else { *code }).collect())
        };
        let suppliers = party("supplier_code", "supplier_name")?;
        let recipients = party("recipient_code", "recipient_name")?;
        let (years, tiv) = (table.ints("year")?, table.reals("tiv")?);
        let (category, local) = (table.texts("category")?, table.texts("local_production")?);
        let mut flows: BTreeMap<(i32, i32), BTreeMap<i32, Flow>> = BTreeMap::new();
        let mut by_recipient: BTreeMap<i32, BTreeMap<i32, f64>> = BTreeMap::new();
        let mut by_supplier: BTreeMap<i32, BTreeMap<i32, f64>> = BTreeMap::new();
        let mut markets: BTreeMap<(i32, i32), BTreeMap<(i32, u32), f64>> = BTreeMap::new();
        for row in 0..table.rows() {
            let (year, value) = (years[row], tiv[row]);
            if year == NO_INT || value.is_nan() {
                continue;
            }
            let (s, r) = (suppliers[row], recipients[row]);
            let flow = flows.entry((s, r)).or_default().entry(year).or_default();
            flow.tiv += value;
            flow.rows.push(row);
            match category.get(row) {
                Some("Engines") => flow.engines += value,
                Some("Sensors") => flow.sensors += value,
                _ => {}
            }
            if local.get(row) == Some("Yes") {
                flow.licensed += value;
            }
            *by_recipient.entry(r).or_default().entry(year).or_default() += value;
            *by_supplier.entry(s).or_default().entry(year).or_default() += value;
            *markets.entry((s, year)).or_default().entry((r, category.rows[row])).or_default() += value;
        }
        let mut suppliers_of: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for (s, r) in flows.keys() {
            suppliers_of.entry(*r).or_default().push(*s);
        }
        Some(Self { from, flows, by_recipient, by_supplier, suppliers_of, markets })
    }

    pub(crate) fn window(years: &BTreeMap<i32, f64>, year: i32) -> f64 {
        years.range(year - WINDOW + 1..=year).map(|(_, v)| v).sum()
    }

    /// Sums of a flow over the five years that end in a year.
    pub(crate) fn flow(&self, from: i32, to: i32, year: i32) -> Flow {
        let mut sum = Flow::default();
        for flow in self.flows.get(&(from, to)).into_iter().flat_map(|years| years.range(year - WINDOW + 1..=year)).map(|(_, flow)| flow) {
            sum.tiv += flow.tiv;
            sum.engines += flow.engines;
            sum.sensors += flow.sensors;
            sum.licensed += flow.licensed;
            sum.rows.extend(&flow.rows);
        }
        sum
    }

    /// The shares of a flow in a year, by id, and the rows they rest on.
    pub(crate) fn shares(&self, from: i32, to: i32, year: i32) -> ([(&'static str, f64, f64); 7], Vec<usize>) {
        let flow = self.flow(from, to, year);
        let total = |by: &BTreeMap<i32, BTreeMap<i32, f64>>, who: i32| by.get(&who).map_or(0.0, |years| Self::window(years, year));
        let (imports, exports) = (total(&self.by_recipient, to), total(&self.by_supplier, from));
        let shares = [
            ("arms_import_share", flow.tiv, imports),
            ("arms_export_share", flow.tiv, exports),
            ("arms_engine_share", flow.engines, flow.tiv),
            ("arms_sensor_share", flow.sensors, flow.tiv),
            ("arms_licensed_share", flow.licensed, flow.tiv),
            ("arms_engine_import_share", flow.engines, imports),
            ("arms_licensed_import_share", flow.licensed, imports),
        ];
        (shares, flow.rows)
    }

    /// Flows to a state, in the order of its suppliers.
    pub(crate) fn flows_to(&self, to: i32) -> impl Iterator<Item = &BTreeMap<i32, Flow>> {
        self.suppliers_of.get(&to).into_iter().flatten().filter_map(move |from| self.flows.get(&(*from, to)))
    }

    /// Volumes of each supplier of a state in five years.
    pub(crate) fn suppliers(&self, to: i32, year: i32) -> Vec<Tiv> {
        let sums = self.flows_to(to).map(|years| years.range(year - WINDOW + 1..=year).map(|(_, flow)| flow.tiv).sum::<f64>());
        sums.filter(|v| *v > 0.0).map(Tiv).collect()
    }

    /// Where a supplier's five years went, by recipient or by recipient and category.
    pub(crate) fn sold(&self, from: i32, year: i32, is_by_category: bool) -> Sold {
        let mut sold = Sold::new();
        for of in year - WINDOW + 1..=year {
            for ((to, category), tiv) in self.markets.get(&(from, of)).into_iter().flatten() {
                let market = (*to, if is_by_category { *category } else { 0 });
                let sum = sold.entry(market).or_default();
                *sum = *sum + Tiv(*tiv);
            }
        }
        sold
    }

    pub(crate) fn ids(&self, rows: &[usize]) -> Arc<[String]> {
        rows.iter().map(|row| self.from.id(*row)).collect()
    }
}
