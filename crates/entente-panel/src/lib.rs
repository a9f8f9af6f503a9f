//! The store: tables of imported sources as Parquet files, a manifest that says what each holds, and a lock file that says which
//! version of each source is used.
//!
//! Everything that is written goes one way: staged in a folder of its own, made durable, renamed, then named in the manifest. A reader
//! sees the store as it was before or as it is after. The hash of each file is checked when it is read.

pub mod commit;
pub mod error;
pub mod frame;
pub mod fs;
pub mod lock;
pub mod manifest;
pub mod panel;
pub mod parquet_file;
pub mod spine;
pub mod stage;
pub mod status;
pub mod store;
pub mod write;

pub use error::Error;
pub use manifest::{Manifest, Part};
pub use stage::Staged;
pub use store::Store;
