//! Importing: tables as offices make them, and files that are none.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chaoyin::base::diagnostic::code::Language;
use chaoyin::input::import::tables::read;
use chaoyin::input::import::write::yaml;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::TestSite;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document of paragraphs and tables. A cell is its text; `^` is merged with the cell above, `N>text` spans N
/// columns, `#` is numbered by the program.
fn document(blocks: &[Block]) -> String {
    let mut xml = String::from("<w:document xmlns:w=\"w\"><w:body>");
    for block in blocks {
        match block {
            Block::Words(words) => write!(xml, "<w:p><w:r><w:t>{words}</w:t></w:r></w:p>").unwrap(),
            Block::Table(rows) => {
                xml.push_str("<w:tbl>");
                for row in *rows {
                    xml.push_str("<w:tr>");
                    row.iter().for_each(|cell| xml.push_str(&cell_xml(cell)));
                    xml.push_str("</w:tr>");
                }
                xml.push_str("</w:tbl>");
            }
        }
    }
    xml.push_str("</w:body></w:document>");
    xml
}

fn cell_xml(cell: &str) -> String {
    let (span, text) = match cell.split_once('>') {
        Some((span, text)) => (format!("<w:gridSpan w:val=\"{span}\"/>"), text),
        None => (String::new(), cell),
    };
    let merge = match text {
        "^" => "<w:vMerge/>",
        _ => "<w:vMerge w:val=\"restart\"/>",
    };
    let text = if text == "^" { "" } else { text };
    let paragraphs: String = text
        .split('\n')
        .map(|line| match line {
            "#" => "<w:p><w:pPr><w:numPr/></w:pPr></w:p>".to_owned(),
            line => format!(
                "<w:p><w:r><w:t>{line}</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
            ),
        })
        .collect();
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>")
}

enum Block<'b> {
    Words(&'b str),
    Table(&'b [&'b [&'b str]]),
}

fn word(blocks: &[Block]) -> Vec<u8> {
    archive(&[("word/document.xml", document(blocks).as_bytes())])
}

fn known() -> BTreeSet<String> {
    ["宣传部", "学工部", "教务处", "马克思主义学院", "各学院"].map(str::to_owned).into()
}

/// The YAML of all tables and what was told.
fn imported(name: &str, bytes: &[u8]) -> (String, Vec<String>) {
    let outcome = read(name, bytes, None, &known());
    let told = outcome.findings.iter().map(|f| {
        let words = [f.message(Language::Chinese), f.help(Language::Chinese)];
        format!("{} {} {}", f.code.name, words[0], words[1])
    });
    (outcome.value.iter().map(|table| yaml(table, name)).collect::<Vec<_>>().join("---\n"), told.collect())
}

const HEAD: &[&str] = &["序号", "实施内容", "责任单位", "配合单位"];

#[test]
fn a_plan_as_offices_write_it_is_read_whole() {
    let bytes = word(&[
        Block::Words("附件"),
        Block::Words("表４　推动有机融入"),
        Block::Table(&[
            HEAD,
            &["4>一、总体要求"],
            &["１", "网络思想政治&amp;示范课", "马克思主义\n学院", "教务处、学工部，各学院"],
            &["２.", "思政微课", "宣传部", "学工部 教务处"],
            &["（三）", "建立校园", "^", "—"],
            &["", "全媒体矩阵", "", "学工部"],
            HEAD,
            &["", "没有编号的任务", "宣传部们", ""],
            &["3", "重号的任务", "教务处", ""],
        ]),
        Block::Table(&[&["６", "跨页后接着的任务", "教务处", ""]]),
        Block::Words("表5 另一张表"),
        Block::Table(&[HEAD, &["#", "自动编号", "宣传部", ""], &["#", "再一项", "宣传部", ""]]),
        Block::Words("与任务无关"),
        Block::Table(&[&["时间", "地点"], &["周一", "一号楼"]]),
    ]);
    let (text, told) = imported("方案.docx", &bytes);
    insta::assert_snapshot!("word", format!("{text}\n{}", told.join("\n")));
}

#[test]
fn a_sheet_with_merged_cells_is_read_as_it_looks() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("表2 品牌").unwrap();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 4, "重点任务分解表", &plain).unwrap();
    for (column, head) in ["序号", "实施 内容", "牵头单位", "配合单位", "完成时限"].iter().enumerate()
    {
        sheet.write(1, column as u16, *head).unwrap();
    }
    for (row, (title, due)) in [("甲", "2026年6月30日"), ("乙", "2026年底"), ("丙", "")].iter().enumerate()
    {
        let row = row as u32 + 2;
        sheet.write(row, 0, row - 1).unwrap().write(row, 1, *title).unwrap();
        sheet.write(row, 4, *due).unwrap();
    }
    sheet.merge_range(2, 2, 4, 2, "宣传部", &plain).unwrap();
    sheet.merge_range(2, 3, 3, 3, "学工部；教务处", &plain).unwrap();
    let (text, told) = imported("任务.xlsx", &book.save_to_buffer().unwrap());
    insta::assert_snapshot!("sheet", format!("{text}\n{}", told.join("\n")));
}

#[test]
fn what_is_no_task_table_is_told() {
    let strange: &[&[&str]] = &[&["时间", "地点"]];
    for (name, bytes, code) in [
        ("a.docx", b"\xD0\xCF\x11\xE0 old".to_vec(), "IMP001"),
        ("a.xlsx", archive(&[("readme", b"x")]), "IMP001"),
        ("a.docx", archive(&[("readme", b"x")]), "IMP001"),
        ("a.docx", word(&[Block::Table(strange)]), "IMP003"),
        ("a.docx", Vec::new(), "IMP001"),
    ] {
        let (text, told) = imported(name, &bytes);
        assert_eq!(text, "");
        assert!(told.len() == 1 && told[0].starts_with(code), "{name} {told:?}");
    }
}

#[test]
fn importing_writes_files_and_never_over_others() {
    let site = TestSite::new();
    site.file("content/units.yaml", "units:\n  - { name: 宣传部 }\n")
        .file("content/progress/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n");
    let rows: &[&[&str]] = &[HEAD, &["1", "甲", "宣传部", "学工处"]];
    site.bytes("方案.docx", &word(&[Block::Words("表7 甲"), Block::Table(rows)]));
    let path = "content/progress/table-7.yaml";
    site.run(&["import", "方案.docx", "--dry-run"]).ends(0).says("将写入").says("单位“学工处”不在");
    assert!(!site.path(path).exists());
    assert!(site.run(&["import", "方案.docx", "--stdout"]).out.contains("table: 7"));
    let run = site.run(&["import", "方案.docx"]);
    assert_eq!((run.status, run.out.as_str()), (0, "content/progress/table-7.yaml\n"));
    let written = std::fs::read_to_string(site.path(path)).unwrap();
    assert!(written.contains("lead: [宣传部]"), "{written}");
    site.file(path, &written.replace("甲", "改过"));
    site.run(&["import", "方案.docx"]).ends(2).says("没有写入");
    assert!(std::fs::read_to_string(site.path(path)).unwrap().contains("改过"));
    site.run(&["import", "方案.docx", "--force"]).ends(0);
    assert_eq!(std::fs::read_to_string(site.path(path)).unwrap(), written);
    site.run(&["import", "方案.docx", "--table", "8"]).ends(0);
    assert!(site.path("content/progress/table-8.yaml").exists());
    site.run(&["import", "没有.docx"]).ends(2).says("找不到");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
    ) {
        imported("a.docx", &bytes);
        imported("a.xlsx", &bytes);
        // Broken inside: the archive is whole, its parts are not.
        let rows: &[&[&str]] = &[HEAD, &["4>甲"], &["1", "乙", "^", "宣传部"]];
        let mut xml = document(&[Block::Words("表4"), Block::Table(rows)]).into_bytes();
        for (place, byte) in &at {
            let place = place.index(xml.len());
            xml[place] = *byte;
        }
        xml.truncate(cut.index(xml.len()) + 1);
        imported("a.docx", &archive(&[("word/document.xml", &xml)]));
        let mut sheet = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"XFD1048576\" s=\"9\"><v>1e308</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>".to_vec();
        for (place, byte) in &at {
            let place = place.index(sheet.len());
            sheet[place] = *byte;
        }
        let parts: [(&str, &[u8]); 5] = [
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", b"<Relationships/>"),
            ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"rId1\" Type=\"worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        imported("a.xlsx", &archive(&parts));
    }
}
