//! JSON Lines: an answer for each line, in order; a bad line costs only itself.

use crate::{folder, run};
use serde_json::Value;

fn answers(command: &str, input: impl Into<Vec<u8>>, more: &[&str]) -> (i32, Vec<Value>) {
    let dir = folder::<&str>(&[]);
    let arguments = [command, "--format", "jsonl", "-"].into_iter().chain(more.iter().copied());
    let (status, out, err) = run(arguments, dir.path(), input);
    assert!(err.is_empty() || status == 1, "{err}");
    (status, out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect())
}

#[test]
fn bad_lines_are_answered_in_their_place() {
    for command in ["annotate", "values"] {
        let input = b"{\"id\":\"a\",\"text\":\"Trade grew by 5%.\"}\n\
            not json\n\
            \n\
            {\"id\":7,\"text\":\"\"}\n\
            {\"id\":\"c\"}\n\
            {\"id\":\"d\",\"text\":\"x\",\"lang\":\"fr\"}\n\
            {\"id\":\"e\",\"text\":\"x\",\"date\":\"soon\"}\n\
            {\"id\":[],\"text\":\"x\"}\n\
            {\"id\":\"f\",\"text\":\"\xFF\"}\n\
            {\"id\":\"g\",\"text\":\"x\",\"lang\":null,\"colour\":\"red\"}";
        let (status, answers) = answers(command, input.as_slice(), &[]);
        assert_eq!(status, 1);
        let ids: Vec<_> = answers.iter().map(|a| a.get("id").cloned().unwrap_or(Value::Null)).collect();
        assert_eq!(Value::from(ids), serde_json::json!(["a", null, 7, "c", "d", "e", null, null, "g"]));
        let lines: Vec<_> = answers.iter().map(|a| a.get("line").and_then(Value::as_u64).unwrap_or(0)).collect();
        assert_eq!(lines, [0, 2, 0, 5, 6, 7, 8, 9, 0]);
        for answer in &answers {
            assert_eq!(answer.get("error").is_some(), answer.get("line").is_some(), "{answer}");
        }
    }
}

#[test]
fn a_mark_before_the_first_line_is_none_of_it_and_errors_are_for_people() {
    let input = "\u{FEFF}{\"id\":1,\"text\":\"Trade grew.\"}\n[1]\n{\"id\":2}\n{\"id\": 3,\n";
    let (status, answers) = answers("annotate", input, &[]);
    assert_eq!((status, answers[0]["id"].as_u64()), (1, Some(1)));
    let told: Vec<&str> = answers[1..].iter().map(|a| a["error"].as_str().unwrap()).collect();
    assert_eq!(told[..2], ["it is no object with an id and a text", "missing field `text`"]);
    assert!(told[2].starts_with("it is no JSON, column "), "{told:?}");
}

#[test]
fn a_long_line_is_passed_over() {
    let input = format!("{{\"id\":1,\"text\":\"{}\"}}\n{{\"id\":2,\"text\":\"x\"}}\n", "长".repeat(1000));
    let (status, answers) = answers("annotate", input, &["--max-size", "1K"]);
    assert_eq!(status, 1);
    assert!(answers[0]["error"].as_str().unwrap().contains("1024 bytes"));
    assert_eq!(answers[1]["id"], 2);
}

#[test]
fn the_order_does_not_depend_on_the_number_of_jobs() {
    let lines: String = (0..300)
        .map(|i| {
            format!(
                "{{\"id\":{i},\"text\":\"{}\"}}\n",
                "China's exports rose by more than 5% in 2023. ".repeat(1 + i * 7 % 40)
            )
        })
        .collect();
    let one = answers("annotate", lines.as_str(), &["--jobs", "1"]);
    assert_eq!(one.0, 0);
    assert_eq!(one.1.len(), 300);
    assert!(one.1.iter().enumerate().all(|(i, answer)| answer["id"] == i));
    assert_eq!(one, answers("annotate", lines.as_str(), &["--jobs", "5"]));
}

#[test]
fn no_input_is_no_output() {
    assert_eq!(answers("annotate", "", &[]), (0, Vec::new()));
}
