//! Pictures from outside: what readers get, what they do not, and what is never made twice.

use std::fs;
use std::path::PathBuf;

use chaoyin::base::hash::Fingerprint;
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

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
fn a_portrait_comes_in_widths_also_beside_a_cover() {
    let site = TestSite::new();
    site.file("content/b/_index.md", "---\ntitle: 人物\nkind: profile\n---\n")
        .file(
            "content/b/ren.md",
            "---\ntitle: 某人\ncover: feng.jpg\ncover_alt: 远山\nportrait: ren.jpg\nportrait_alt: 半身像\nname: 某人\n---\n\n正文。\n",
        )
        .bytes("content/b/feng.jpg", &photograph(1000, 700, 90))
        .bytes("content/b/ren.jpg", &photograph(1000, 800, 30))
        .build();
    let page = site.output("b/ren/index.html");
    let portrait = page.split("<img").find(|tag| tag.contains("class=\"portrait\"")).unwrap();
    let portrait = portrait.split_once('>').unwrap().0;
    for part in ["srcset=\"/b/ren.", "sizes=", "width=\"800\"", "height=\"1000\"", "alt=\"半身像\""] {
        assert!(portrait.contains(part), "{part}: {portrait}");
    }
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

#[test]
fn pictures_are_offered_as_avif_where_the_site_wants_it() {
    let site = site();
    site.file(
        "site.yaml",
        "title: 测试\nbase_url: https://example.com\nimages: { widths: [64], avif: true }\n",
    );
    site.run(&["build"]).ends(0);
    let page = site.output("a/one/index.html");
    let sources: Vec<&str> = page.split("<picture><source type=\"image/avif\" srcset=\"").skip(1).collect();
    assert_eq!(sources.len(), 2, "{page}");
    let (path, width) = sources[0].split('"').next().unwrap().rsplit_once(' ').unwrap();
    assert_eq!(width, "64w");
    let avif = fs::read(site.path("public").join(path.trim_start_matches('/'))).unwrap();
    assert_eq!(&avif[4..12], b"ftypavif");
    assert!(page.contains(".64w.webp 64w\" sizes=\""), "the next best stays: {page}");
    assert!(page.contains("sizes=\"auto, (min-width"), "what is loaded late is measured first: {page}");
    // The other picture is the same: it is coded once and kept.
    fs::remove_dir_all(site.path("public")).unwrap();
    site.run(&["build"]).ends(0);
    assert_eq!(fs::read(site.path("public").join(path.trim_start_matches('/'))).unwrap(), avif);
    assert!(!site.output("a/feed.xml").contains("avif"));
}

/// A GIF of some frames, each another grey.
fn animation(side: u32, frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for n in 0..frames {
        let image = RgbaImage::from_fn(side, side, |x, y| {
            let grey = (x.wrapping_mul(31) ^ y.wrapping_mul(17)) as u8;
            Rgba([grey, grey.wrapping_add(n * 20), 90, 255])
        });
        encoder.encode_frame(Frame::new(image)).unwrap();
    }
    drop(encoder);
    bytes
}

#[test]
fn what_moves_stands_still_until_it_is_pressed() {
    let site = TestSite::new();
    let gif = animation(160, 5);
    site.bytes("content/a/lang.gif", &gif)
        .entry("one", "![海浪](lang.gif)\n\n[![海浪](lang.gif)](https://example.com/)")
        .file("content/a/two.md", "---\ntitle: 封面\ndate: 2026-04-02\ncover: lang.gif\n---\n\n正文\n");
    site.run(&["build"]).ends(0);
    let page = site.output("a/one/index.html");
    let body = page.split("<div class=\"prose\">").nth(1).unwrap();
    assert_eq!(body.matches("<a class=\"moving\" href=\"/a/lang.gif\" data-moving=\"").count(), 1, "{body}");
    assert!(body.contains("播放动图 <small>1 秒，GIF，"), "{body}");
    let moving = body.split("data-moving=\"").nth(1).unwrap().split('"').next().unwrap();
    let moving = fs::read(site.path("public").join(moving.trim_start_matches('/'))).unwrap();
    assert!(moving.windows(4).any(|id| id == b"ANIM") && moving.len() < gif.len());
    // The page shows no file that moves, in a link neither.
    for picture in page.split("<img ").skip(1) {
        let src = picture.split("src=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(!src.ends_with(".gif"), "{picture}");
    }
    let cover = site.output("a/two/index.html");
    assert!(
        cover.contains("<div class=\"article-cover\"><img src=\"/a/lang.gif.") && cover.contains("w.webp\"")
    );
    assert!(cover.contains("og:image\" content=\"https://example.com/a/lang.gif\""), "{cover}");
    site.file("site.yaml", "title: Tide\nbase_url: https://example.com\nlanguage: en\n");
    site.run(&["build"]).ends(0);
    let page = site.output("a/one/index.html");
    assert!(page.contains("Play the animation <small>1 s, GIF, "), "{page}");
}

#[test]
fn an_entry_without_a_cover_that_can_be_shared_has_a_card() {
    let site = TestSite::new();
    site.file(
        "site.yaml",
        "title: 潮音\nbase_url: https://example.com/media\nshare_card: { font: fonts/squares.ttf }\n",
    )
    .bytes("content/fonts/squares.ttf", include_bytes!("../fonts/squares.ttf"))
    .bytes("content/a/men.jpg", &photograph(300, 200, 90))
    .file("content/a/tu.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"/>")
    .entry("one", "正文")
    .file("content/a/drawn.md", "---\ntitle: 一\ncover: tu.svg\n---\n\n正文\n")
    .file("content/a/taken.md", "---\ntitle: 二\ncover: men.jpg\n---\n\n正文\n");
    site.run(&["build"]).ends(0);
    for name in ["one", "drawn"] {
        let card = image::open(site.path(&format!("public/a/{name}/share-card.png"))).unwrap();
        assert_eq!((card.width(), card.height()), (1200, 630));
        let page = site.output(&format!("a/{name}/index.html"));
        let image = format!("og:image\" content=\"https://example.com/media/a/{name}/share-card.png\"");
        assert!(page.contains(&image) && page.contains("summary_large_image"), "{page}");
        assert!(page.contains(&format!("href=\"/media/a/{name}/share-card.png\" download=")), "{page}");
    }
    let taken = site.output("a/taken/index.html");
    assert!(taken.contains("og:image\" content=\"https://example.com/media/a/men.jpg\""), "{taken}");
    assert!(!site.path("public/a/taken/share-card.png").exists());
    assert!(!site.path("public/fonts/squares.ttf").exists(), "the font stays at home");
    // The words and the colours are the recipe: the same give the same bytes.
    let before = fs::read(site.path("public/a/one/share-card.png")).unwrap();
    site.run(&["build", "--no-cache", "--out", "again"]).ends(0);
    assert_eq!(fs::read(site.path("again/a/one/share-card.png")).unwrap(), before);
}
