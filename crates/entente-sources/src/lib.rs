//! Publishers' files in, validated tables out. No network, no store: bytes and a name go in, tables with their lines come out.
//!
//! A source is one file of code and one card. The card says what the source is, what may be done with it, which layouts its files
//! have and what each column holds; the code reads what a card cannot say. A file is recognised by what it holds, never by its name.

mod atop;
pub mod audit;
mod capitals;
pub mod card;
mod cepii_geodist;
pub mod compare;
mod comtrade;
pub mod correction;
mod cow_contiguity;
mod cow_igo;
mod cow_mid;
mod cow_nmc;
mod cow_states;
mod cow_trade;
mod days;
mod dcad;
pub mod envelope;
pub mod error;
mod events;
mod exercise;
mod gdelt1;
mod gdelt2;
mod gml_mid;
pub mod grid;
mod gsdb;
mod gw_states;
mod hash;
mod icews;
pub mod identity;
pub mod import;
mod isard;
mod itpd;
mod jme;
pub mod known;
mod land_borders;
mod mme;
pub mod plain;
mod polity5;
pub mod rdata;
pub mod reader;
pub mod registry;
mod rivalries;
pub mod row;
mod russia_exercises;
mod sipri_milex;
mod sipri_transfers;
pub mod stata;
pub mod table;
mod ucdp_acd;
mod undl;
mod unga_ideal_points;
mod unga_votes;
mod unvotes;
mod us_troops;
pub mod workbook;

pub use card::{Card, Kind, Layout, Redistribute, TableCard};
pub use error::Error;
pub use grid::{Field, Grid, Row};
pub use identity::At;
pub use import::{Import, Put};
pub use reader::{Change, FileTables, Left, Options, ReadTable, Sizes, read};
pub use registry::{Source, source, sources};
pub use table::{Data, Table};
