//! What the template engine says, in plain Chinese where the words are known.

/// Beginnings or parts of the engine's messages, and the same in Chinese; `…` stands for the name between backquotes.
const KNOWN: [(&str, &str); 15] = [
    ("Unexpected end of input", "还没有写完就结束了，多半少了 {% endif %}、{% endfor %} 或 {% endblock %}"),
    ("was expecting `elif`, `else` or `endif`", "if 之后要有 elif、else 或 endif"),
    ("missing its closing", "引号没有成对"),
    ("Closing comment tag", "注释没有结束"),
    ("is not defined in any parent template", "上级模板里没有 `…` 这一块"),
    ("already contains a block named", "`…` 这一块写了两次"),
    ("is already extending", "extends 写了两次"),
    ("super() in the top level block", "最上级的模板里不能用 super()"),
    ("Field `", "字段 `…` 不存在"),
    ("Variable `", "变量 `…` 不存在"),
    ("Filter `", "没有过滤器 `…`"),
    ("Function `", "没有函数 `…`"),
    ("Test `", "没有判断 `…`"),
    ("Component `", "没有组件 `…`"),
    ("Unexpected character", "有看不懂的字符"),
];

/// One of the engine's messages in Chinese; as it is where nobody has put it into words.
#[must_use]
pub fn chinese(message: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    let known = KNOWN.iter().find(|(part, _)| message.contains(part));
    known.map_or_else(|| message.to_owned(), |(_, words)| words.replace('…', name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_messages_are_chinese_and_others_stay() {
        for (message, expected) in [
            ("Field `name` is not defined.", "字段 `name` 不存在"),
            ("Block `a` is not defined in any parent template", "上级模板里没有 `a` 这一块"),
            ("Something new", "Something new"),
        ] {
            assert_eq!(chinese(message), expected);
        }
    }
}
