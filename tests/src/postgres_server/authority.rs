//! A certificate authority and a server certificate for `localhost`, made with the openssl command.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Outcome;

const DAYS: &str = "2";

/// Writes the files into a folder; none where openssl is not installed.
pub(super) fn write(folder: &Path) -> Outcome {
    let openssl = |arguments: &str| {
        let output = Command::new("openssl").args(arguments.split_whitespace()).current_dir(folder).output();
        output.is_ok_and(|output| output.status.success())
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    let made = openssl(&format!("req -x509 {key} -days {DAYS} -subj /CN=authority -keyout ca.key -out ca.pem"))
        && openssl(&format!(
            "req -x509 {key} -days {DAYS} -subj /CN=localhost -addext subjectAltName=DNS:localhost \
             -addext basicConstraints=critical,CA:FALSE -CA ca.pem -CAkey ca.key -keyout server.key -out server.pem"
        ));
    if made {
        fs::set_permissions(folder.join("server.key"), fs::Permissions::from_mode(0o600))?;
    } else if folder.join("server.pem").exists() {
        fs::remove_file(folder.join("server.pem"))?;
    }
    Ok(())
}

/// Whether the files are there.
pub(super) fn is_written(folder: &Path) -> bool {
    folder.join("server.pem").exists()
}

/// The certificate and key of the server.
pub(super) fn server_files(folder: &Path) -> (String, String) {
    (folder.join("server.pem").display().to_string(), folder.join("server.key").display().to_string())
}

/// The certificate of the authority.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join("ca.pem")
}
