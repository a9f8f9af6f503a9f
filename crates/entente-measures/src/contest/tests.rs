//! What holds of every equilibrium, beyond what the modules test of themselves.

mod draws;
mod input;
mod invariants;
mod many_starts;
mod monotone;
mod oracle;
mod printed;
mod random_games;
