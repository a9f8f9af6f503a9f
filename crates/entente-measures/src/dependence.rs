//! Who needs whom: asymmetry of shares, trade against the economy, and who gains more when the channels are weighed in every possible way.

pub mod asymmetry;
pub mod gains;
pub mod trade_gdp;
