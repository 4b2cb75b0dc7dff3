//! Pictures from outside: what readers get, what they do not, and what is never made twice.

use std::fs;
use std::path::PathBuf;

use chaoyin::base::hash::Fingerprint;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};

use crate::support::{TestSite, files};

/// A JPEG that was taken upright with a phone turned by a quarter, and says where.
pub fn photograph(width: u32, height: u32, tint: u8) -> Vec<u8> {
    // Grain, as a camera's: without it a JPEG weighs next to nothing.
    let grain = |x: u32, y: u32| {
        ((x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(2_654_435_761) >> 24) as u8
    };
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([grain(x, y), (y % 256) as u8, tint]));
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 85).encode_image(&image).unwrap();
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 29.8683N 121.5440E");
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend((exif.len() as u16 + 2).to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

fn site() -> TestSite {
    let site = TestSite::new();
    site.entry("one", "![校门](men.jpg)\n\n![再看一眼](men.jpg)")
        .bytes("content/a/men.jpg", &photograph(1000, 700, 90));
    site
}

fn renditions(site: &TestSite, out: &str) -> Vec<(String, Vec<u8>)> {
    files(&site.path(out)).into_iter().filter(|(path, _)| path.ends_with("w.webp")).collect()
}

#[test]
fn readers_get_upright_pictures_in_several_widths_and_no_place() {
    let site = site();
    site.run(&["build"]).ends(0);
    let mut widths: Vec<(u32, u32)> = renditions(&site, "public")
        .iter()
        .map(|(_, bytes)| image::load_from_memory_with_format(bytes, ImageFormat::WebP).unwrap())
        .map(|image| (image.width(), image.height()))
        .collect();
    widths.sort_unstable();
    assert_eq!(widths, [(480, 686), (700, 1000)]);
    for (path, bytes) in files(&site.path("public")) {
        assert!(!bytes.windows(3).any(|window| window == b"GPS"), "{path} tells the place");
    }
    let original = image::open(site.path("public/a/men.jpg")).unwrap();
    assert_eq!((original.width(), original.height()), (1000, 700), "the pixels are the camera's");
    let page = fs::read_to_string(site.path("public/a/one/index.html")).unwrap();
    let srcset = page.split("srcset=\"").nth(1).unwrap().split('"').next().unwrap();
    for offered in srcset.split(", ") {
        let (path, _) = offered.rsplit_once(' ').unwrap();
        assert!(site.path("public").join(path.trim_start_matches('/')).is_file(), "{path}");
    }
    assert!(page.contains("width=\"700\" height=\"1000\" style=\"--a:#"), "{page}");
    let pictures: Vec<&str> = page.split("<img ").skip(1).filter(|img| img.contains("men.jpg")).collect();
    let lazy: Vec<bool> =
        pictures.iter().map(|img| img.split('>').next().unwrap().contains("loading=\"lazy\"")).collect();
    assert_eq!(lazy, [false, true]);
    let feed = fs::read_to_string(site.path("public/a/feed.xml")).unwrap();
    assert!(!feed.contains("srcset") && !feed.contains("--a:"), "{feed}");
    assert!(
        feed.contains("src=&quot;https://example.com/a/men.jpg.") && feed.contains(".700w.webp"),
        "{feed}"
    );
}

#[test]
fn nothing_is_coded_twice_even_where_the_output_and_the_cache_are_gone() {
    let site = site();
    site.run(&["build"]).ends(0);
    site.run(&["build"]).ends(0).says("写入 0 个文件");
    let first = renditions(&site, "public");
    // What is kept tells itself by other bytes under the same key.
    let kept: Vec<PathBuf> = walkdir::WalkDir::new(site.path(".chaoyin/pictures"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect();
    assert_eq!(kept.len(), 4, "facts, the cleaned picture, two widths: {kept:?}");
    for path in &kept {
        let bytes = fs::read(path).unwrap();
        if first.iter().any(|(_, made)| *made == bytes[16..]) {
            let other = b"kept";
            fs::write(path, [&Fingerprint::of_bytes(other).0.to_le_bytes()[..], other].concat()).unwrap();
        }
    }
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_file(site.path(".chaoyin/cache")).unwrap();
    site.run(&["build"]).ends(0);
    assert!(renditions(&site, "public").iter().all(|(_, bytes)| bytes == b"kept"));
    // A damaged one is made anew.
    for path in &kept {
        fs::write(path, b"damaged").unwrap();
    }
    site.run(&["build", "--out", "again"]).ends(0);
    assert_eq!(renditions(&site, "again"), first);
}

#[test]
fn an_edited_picture_replaces_its_renditions_and_touches_the_pages_that_show_it() {
    let site = site();
    site.entry("two", "没有图");
    site.run(&["build"]).ends(0);
    let (before, two) =
        (renditions(&site, "public"), fs::read(site.path("public/a/two/index.html")).unwrap());
    let one = fs::read(site.path("public/a/one/index.html")).unwrap();
    site.bytes("content/a/men.jpg", &photograph(1000, 700, 200));
    site.run(&["build"]).ends(0);
    let after = renditions(&site, "public");
    assert_eq!(after.len(), before.len());
    assert!(before.iter().all(|(path, _)| !after.iter().any(|(other, _)| other == path)));
    assert_ne!(fs::read(site.path("public/a/one/index.html")).unwrap(), one);
    assert_eq!(fs::read(site.path("public/a/two/index.html")).unwrap(), two);
}

#[test]
fn checking_makes_no_rendition() {
    let site = site();
    site.run(&["check"]).ends(0);
    let kept = walkdir::WalkDir::new(site.path(".chaoyin/pictures")).into_iter().flatten();
    assert_eq!(kept.filter(|entry| entry.file_type().is_file()).count(), 1, "the facts alone");
}
