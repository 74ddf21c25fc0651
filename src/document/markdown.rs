//! Markdown, as far as it is about how a text looks.
//!
//! Comes in: Markdown (CommonMark with tables and footnotes). Goes out: the same text without emphasis, links, pictures,
//! escapes and inline HTML, one passage a line, in the form that all readers of documents share; and its first heading, which is
//! its title where it names none.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The title and the text of a Markdown document.
pub fn read(markdown: &str) -> (Option<String>, String) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut text = Text::default();
    for event in Parser::new_ext(markdown, options) {
        text.event(event);
    }
    text.end(true);
    (text.title, text.out)
}

#[derive(Default)]
struct Text {
    out: String,
    title: Option<String>,
    line: String,
    mark: String,
    gap: bool,
    /// The numbers of the lists that are open; `None` for one with bullets.
    lists: Vec<Option<u64>>,
    heading: Option<HeadingLevel>,
    /// Cells of the row that is open.
    cells: usize,
    /// How many pictures are open: their descriptions are no text.
    pictures: usize,
    /// Inside an element of HTML whose content is no text.
    script: bool,
}

impl Text {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.finish(tag),
            Event::Text(words) if self.pictures == 0 => self.line.push_str(&words),
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => self.line.push_str(&words),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.end(false),
            Event::Rule => self.end(true),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::Text(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end(true);
                self.heading = Some(level);
                self.mark = format!("{} ", "#".repeat(level as usize));
            }
            Tag::List(first) => {
                self.end(self.lists.is_empty());
                self.lists.push(first);
            }
            Tag::Item => {
                self.end(false);
                self.mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
            }
            Tag::TableHead | Tag::TableRow => {
                self.end(false);
                self.cells = 0;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.line.push_str(" | ");
                }
                self.cells += 1;
            }
            Tag::Image { .. } => self.pictures += 1,
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) => {
                self.end(self.lists.is_empty());
            }
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if self.title.is_none() && level == HeadingLevel::H1 && !self.line.trim().is_empty() {
                    self.title = Some(self.line.split_whitespace().collect::<Vec<_>>().join(" "));
                }
                self.heading = None;
                self.end(true);
                self.mark.clear();
            }
            TagEnd::List(_) => {
                self.end(false);
                self.lists.pop();
                self.gap = self.lists.is_empty();
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.end(false);
                self.mark.clear();
            }
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => {
                self.end(self.lists.is_empty());
            }
            _ => {}
        }
    }

    /// A line end inside a paragraph. In Chinese it stands for nothing where the line was wrapped; the pages that are read here
    /// put each sentence or speaker on a line of its own, so it stays one.
    fn soft_break(&mut self) {
        let han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'));
        if han(self.line.trim_end().chars().next_back()) { self.end(false) } else { self.line.push(' ') }
    }

    /// Elements that end a line or hide their content; the tags themselves say nothing.
    fn html(&mut self, html: &str) {
        // A block of HTML comes line by line, with text between the tags.
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.words(&rest[..at]);
            let Some(end) = rest[at..].find('>') else {
                rest = &rest[at + 1..];
                continue;
            };
            let tag = rest[at + 1..at + end].trim_start_matches('/').to_ascii_lowercase();
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            match name {
                "script" | "style" => self.script = !rest[at..].starts_with("</"),
                "br" | "p" | "div" | "li" | "tr" | "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "blockquote" => {
                    self.end(name != "br" && name != "li" && name != "tr");
                }
                "td" | "th" => self.line.push(' '),
                _ => {}
            }
            rest = &rest[at + end + 1..];
        }
        self.words(rest);
    }

    fn words(&mut self, words: &str) {
        if !self.script {
            self.line.push_str(
                &words.replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"),
            );
        }
    }

    /// Ends the line; a block is followed by an empty one.
    fn end(&mut self, block: bool) {
        for line in self.line.lines() {
            let mut words = line.split_whitespace().peekable();
            if words.peek().is_none() {
                continue;
            }
            if !self.out.is_empty() {
                self.out.push_str(if self.gap { "\n\n" } else { "\n" });
            }
            self.out.push_str(&std::mem::take(&mut self.mark));
            self.out.push_str(&words.collect::<Vec<_>>().join(" "));
            self.gap = false;
        }
        self.line.clear();
        self.gap |= block;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_looks_go_and_marks_of_structure_stay() {
        let markdown = "# The **Harbour** plan\n\n1\\. We met in [Lima](https://example.org),\nand agreed.[^1]\n\n- ports\n- *roads*\n\n3. third\n\n| Port | Tonnes |\n|---|---|\n| Lima | 5 |\n\n![map](x.png)\n\n<p>Inline &amp; more</p>\n\n[^1]: A note.\n";
        let (title, text) = read(markdown);
        assert_eq!(title.as_deref(), Some("The Harbour plan"));
        assert_eq!(
            text,
            "# The Harbour plan\n\n1. We met in Lima, and agreed.\n\n- ports\n- roads\n\n3. third\n\nPort | Tonnes\nLima | 5\n\nInline & more\n\nA note."
        );
    }

    #[test]
    fn chinese_lines_stay_lines() {
        assert_eq!(read("第一行，\n第二行。\n\n　　第三段。").1, "第一行，\n第二行。\n\n第三段。");
    }

    #[test]
    fn a_text_without_marks_is_unchanged() {
        let text = "# Note\n\nExports rose 5% in 2023_24 (a * b).\n\n一、总体要求\n要加快发展。";
        assert_eq!(read(text).1, text);
    }
}
