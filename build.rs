//! Nothing yet: the data of the default pack is compiled here, so that a start costs nothing.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
}
