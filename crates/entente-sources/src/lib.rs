//! Publishers' files in, validated tables out. No network, no store: bytes and a name go in, tables with their lines come out.
//!
//! A source is one file of code and one card. The card says what the source is, what may be done with it, which layouts its files
//! have and what each column holds; the code reads what a card cannot say. A file is recognised by what it holds, never by its name.

mod atop;
pub mod audit;
pub mod card;
pub mod compare;
mod comtrade;
pub mod correction;
mod cow_nmc;
pub mod envelope;
pub mod error;
mod events;
mod gdelt1;
mod gdelt2;
pub mod grid;
mod icews;
pub mod identity;
pub mod import;
mod itpd;
pub mod known;
pub mod plain;
pub mod rdata;
pub mod reader;
pub mod registry;
pub mod stata;
pub mod table;
mod ucdp_acd;
mod undl;
mod unga_ideal_points;
mod unga_votes;
mod unvotes;
pub mod workbook;

pub use card::{Card, Kind, Layout, Redistribute, TableCard};
pub use error::Error;
pub use grid::{Field, Grid, Row};
pub use identity::At;
pub use import::{Import, Put};
pub use reader::{Change, FileTables, Left, Options, ReadTable, Sizes, read};
pub use registry::{Source, source, sources};
pub use table::{Data, Table};
