//! Every bound of the program, each with its reason and the code that it raises.

/// Largest text source (Markdown, YAML, template) that is read, in bytes: `SRC017`.
///
/// A book of a million characters is 3 MB; 16 MB leaves room for generated tables and stops an accident.
pub const SOURCE_TEXT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Largest asset that is published, in bytes: `SRC017`.
///
/// Git hosts of campuses refuse larger files, and a phone would not load one; videos belong on a platform.
pub const ASSET_BYTES_MAX: u64 = 200 * 1024 * 1024;

/// Most pixels of a picture: `SRC041`. Four bytes each are half a gigabyte, more than a phone gives a page; the
/// cameras of phones make 50 to 200 million, and a small file may claim any number.
pub const PICTURE_PIXELS_MAX: u64 = 120_000_000;

/// Most bytes that the pixels of a picture may take while it is read: pixels of two bytes a channel.
pub const PICTURE_DECODED_BYTES_MAX: u64 = PICTURE_PIXELS_MAX * 8;

/// Most bytes that the frames of an animation may take together while it is coded anew: `SRC047`. A minute of a small
/// screen recording; longer ones are films and belong into one.
pub const ANIMATION_DECODED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Most frames of an animation that is coded anew: `SRC047`. A small file may claim millions.
pub const ANIMATION_FRAMES_MAX: u32 = 2000;

/// Deepest nesting of a YAML value: `FM003`. Nothing that an editor writes by hand passes ten.
pub const YAML_DEPTH_MAX: usize = 32;

/// Most nodes of one YAML document after aliases are expanded: `FM003`. Stops alias bombs.
pub const YAML_NODES_MAX: usize = 1_000_000;

/// Deepest nesting of Markdown blocks: `MD001`. Deeper ones are published flat, browsers stop at 512 elements.
pub const MARKDOWN_DEPTH_MAX: usize = 100;

/// Most cells of a table, rows times columns of its head: `MD002`. Short rows are padded to the head, so a small text could
/// grow to gigabytes.
pub const TABLE_CELLS_MAX: usize = 200_000;

/// Deepest nesting of folders below a root: `SRC016`. Ends symbolic-link chains that no loop check sees.
pub const FOLDER_DEPTH_MAX: usize = 32;

/// Most bytes of one rendered output: `TPL004`. Tera has no limit of its own, and a template that doubles a
/// string would fill the memory.
pub const OUTPUT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Longest component of a URL path, in bytes: `SRC007`. Common file systems hold 255 bytes a name.
pub const URL_SEGMENT_BYTES_MAX: usize = 200;

/// Most addresses in one sitemap file: the sitemap protocol's own bound (sitemaps.org, protocol 0.9).
pub const SITEMAP_URLS_MAX: usize = 50_000;

/// Most tags on an entry's card in a list: each tag has a list, so that all tags on all of them would be the square of
/// their number. The entry's own page shows them all.
pub const CARD_TAGS_MAX: usize = 20;

/// Most findings that are printed; the count of all is always told. Nobody reads more than this at once.
pub const FINDINGS_SHOWN_MAX: usize = 200;

/// Most code of one block that is coloured, in bytes; longer blocks stay plain, since nobody reads a page of it.
pub const CODE_BYTES_MAX: usize = 256 * 1024;

/// Longest line of code that is coloured, in bytes: patterns of syntaxes may take long on longer ones, which are
/// packed scripts anyway.
pub const CODE_LINE_BYTES_MAX: usize = 2000;

/// Longest formula, in bytes: `MD005`. A page of them has less.
pub const MATH_BYTES_MAX: usize = 10_000;

/// Deepest nesting of a formula: `MD005`. The reader of formulas and browsers go down one call a level.
pub const MATH_DEPTH_MAX: usize = 100;

/// Largest file that is imported, in bytes: `IMP002`. Office files with pictures stay below.
pub const IMPORT_BYTES_MAX: usize = 50 * 1024 * 1024;

/// Most bytes that an imported file may unpack to: `IMP002`. A small file can hold gigabytes of zeroes.
pub const IMPORT_UNPACKED_BYTES_MAX: u64 = 200 * 1024 * 1024;

/// Most parts of an imported file: `IMP002`.
pub const IMPORT_PARTS_MAX: usize = 5_000;

/// Most rows of an imported table: `IMP002`. Plans have some dozen.
pub const IMPORT_ROWS_MAX: usize = 20_000;

/// Most columns of an imported table that are looked at; those beyond hold no plan.
pub const IMPORT_COLUMNS_MAX: usize = 64;
