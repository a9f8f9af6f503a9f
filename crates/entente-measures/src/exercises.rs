//! What an exercise is worth: its depth on the jointness rubric, whether it was joint or parallel, and whether more of them means more.

pub mod decomposition;
pub mod graded_response;
pub mod jointness;
