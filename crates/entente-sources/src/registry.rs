//! Every source there is, in one sorted list.

use std::sync::OnceLock;

use crate::card::{Card, Layout};
use crate::error::Error;
use crate::grid::Grid;
use crate::import::Import;
use crate::plain;

/// Reads one grid of one layout.
pub type Read = fn(&Layout, &Grid<'_>, &mut Import<'_>) -> Result<(), Error>;

/// One source: its card and, where the rows of its files are not the rows of its tables, its code.
#[derive(Debug)]
pub struct Source {
    card: &'static str,
    read: Option<Read>,
    parsed: OnceLock<Card>,
}

impl Source {
    /// A source whose card says everything.
    pub(crate) const fn plain(card: &'static str) -> Self {
        Self { card, read: None, parsed: OnceLock::new() }
    }

    /// A source with code; a layout that names a table is read plainly all the same.
    pub(crate) const fn with(card: &'static str, read: Read) -> Self {
        Self { card, read: Some(read), parsed: OnceLock::new() }
    }

    /// Its card.
    ///
    /// # Panics
    /// The embedded card has a fault, which a test rules out.
    pub fn card(&self) -> &Card {
        self.parsed.get_or_init(|| toml::from_str(self.card).unwrap_or_else(|e| panic!("a card has a fault: {e}\n{}", &self.card[..80])))
    }

    pub(crate) fn read(&self, layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
        match (&layout.table, self.read) {
            (Some(table), _) => plain::read(grid, table, import),
            (None, Some(read)) => read(layout, grid, import),
            (None, None) => unreachable!("a layout without a table needs code, which a test of the registry checks"),
        }
    }
}

static SOURCES: &[&Source] = &[
    &crate::atop::SOURCE,
    &crate::capitals::SOURCE,
    &crate::cepii_geodist::SOURCE,
    &crate::comtrade::SOURCE,
    &crate::cow_contiguity::SOURCE,
    &crate::cow_igo::SOURCE,
    &crate::cow_mid::SOURCE,
    &crate::cow_nmc::SOURCE,
    &crate::cow_states::SOURCE,
    &crate::cow_trade::SOURCE,
    &crate::dcad::SOURCE,
    &crate::gdelt1::SOURCE,
    &crate::gdelt2::SOURCE,
    &crate::gml_mid::SOURCE,
    &crate::gsdb::SOURCE,
    &crate::gw_states::SOURCE,
    &crate::icews::SOURCE,
    &crate::isard::SOURCE,
    &crate::itpd::SOURCE,
    &crate::jme::SOURCE,
    &crate::land_borders::SOURCE,
    &crate::mme::SOURCE,
    &crate::polity5::SOURCE,
    &crate::rivalries::SOURCE,
    &crate::russia_exercises::SOURCE,
    &crate::sipri_milex::SOURCE,
    &crate::sipri_transfers::SOURCE,
    &crate::ucdp_acd::SOURCE,
    &crate::undl::SOURCE,
    &crate::unga_ideal_points::SOURCE,
    &crate::unga_votes::SOURCE,
    &crate::unvotes::SOURCE,
    &crate::us_troops::SOURCE,
];

/// All sources, by id.
pub fn sources() -> &'static [&'static Source] {
    SOURCES
}

/// The source of that id.
pub fn source(id: &str) -> Option<&'static Source> {
    SOURCES.iter().copied().find(|source| source.card().id == id)
}
