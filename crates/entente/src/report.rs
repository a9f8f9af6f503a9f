//! The same assessment as text for a terminal, as one HTML file, and as JSON.

pub mod charts;
mod columns;
pub mod compare;
pub mod contest;
pub mod html;
pub mod json;
pub mod partners;
pub mod text;
pub mod theatre;
pub mod what_if;
pub mod what_if_case;
