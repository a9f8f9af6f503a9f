//! No command of this version opens a socket, and an empty home is enough.

use std::process::Command;

#[test]
fn no_network_call_is_made() {
    if Command::new("strace").arg("-V").output().is_err() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: no network call is made: strace is not installed");
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls");
    let report = folder.path().join("report.html");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%network", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_entente"))
        .args(["assess", "russia", "china", "-o"])
        .arg(&report)
        .env("HOME", folder.path())
        .status()
        .unwrap();
    assert!(status.success());
    let calls: String = std::fs::read_to_string(&log).unwrap().lines().filter(|l| !l.contains("+++")).collect();
    assert_eq!(calls, "");
}

#[test]
fn no_home_and_no_environment_are_needed() {
    let output = Command::new(env!("CARGO_BIN_EXE_entente")).args(["assess", "russia", "china"]).env_clear().output().unwrap();
    assert!(output.status.success());
}
