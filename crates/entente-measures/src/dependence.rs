//! Who needs whom: asymmetry of shares, and who gains more when the channels are weighed in every possible way.

pub mod asymmetry;
pub mod gains;
