package dev.navarch.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "yes|true",
                "Off|false",
                "0755|493",
                "0x1F|31",
                "1_000|1000",
                "1.50|1.5",
                "~|null",
                "2026-01-02|\"2026-01-02\"",
                "1.2.3|\"1.2.3\"",
                "'5'|\"5\"",
                "!!str 5|\"5\"",
                "12345678901234567890|12345678901234567000",
                "-0|0",
            })
    void scalars_are_read_by_yaml_1_1(String yaml, String json) {
        assertEquals(json, Json.string(Yaml.parse(yaml)));
    }

    @Test
    void keys_become_strings() {
        assertEquals("{\"1\":\"a\",\"true\":\"b\"}", Json.string(Yaml.parse("1: a\nyes: b\n")));
    }

    @Test
    void merge_keys_merge() {
        assertEquals(
                "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"z\":2}}",
                Json.string(Yaml.parse("a: &a {x: 1}\nb:\n  <<: *a\n  z: 2\n")));
    }

    @Test
    void duplicate_keys_are_told_and_the_last_one_counts() {
        Yaml.Document document = Yaml.read("a: 1\nb: 2\na: 3\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("line 3: key \"a\" already set in map"), document.duplicates());
        assertEquals(3, document.value().path("a").intValue());
    }

    @Test
    void aliases_cannot_blow_a_document_up() {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ",").repeat(9)).append("]\n");
        }
        JsonSyntaxException error = assertThrows(JsonSyntaxException.class, () -> Yaml.parse(bomb.toString()));
        assertEquals("yaml: document contains excessive aliasing", error.getMessage());
    }

    @Test
    void syntax_errors_read_as_go_yamls() {
        assertEquals(
                "yaml: found character that cannot start any token",
                assertThrows(JsonSyntaxException.class, () -> Yaml.parse("@")).getMessage());
    }

    @Test
    void trees_are_written_in_block_style() {
        JsonNode tree = Json.parse(
                "{\"b\":[{\"x\":1,\"y\":[]},\"no\"],\"a\":{\"t\":\"l1\\nl2\\n\",\"n\":null,\"q\":\"a: b\"}}");
        assertEquals("""
                a:
                  "n": null
                  q: 'a: b'
                  t: |
                    l1
                    l2
                b:
                - x: 1
                  "y": []
                - "no"
                """, new String(Yaml.bytes(tree), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "a: b",
                "- x",
                "#c",
                "a #b",
                "'q'",
                "\"d\"",
                "yes",
                "1",
                "1e3",
                "0x10",
                "~",
                "a\nb",
                "\na",
                "a\n",
                "a\n\n",
                " a\nb",
                "tab\there",
                "\u0007",
                "é",
                "😀",
                "{x",
                "[x",
                "*x",
                "&x",
                "!x",
                "|",
                ">",
                "%x",
                "@x",
                "`x",
                "a:",
                ":a",
                "-",
                "---",
                "...",
                "2026-01-02T03:04:05Z",
                "1:30",
                "<<",
                "null",
                "\u2028",
                "trailing ",
                "a\r\nb",
                "\n",
                "line\n  indented\nback"
            })
    void strings_survive_a_round_trip(String text) {
        JsonNode tree =
                Json.object().set("k", Json.array().add(text).add(Json.object().put("n", text)));
        assertEquals(tree, Yaml.parse(Yaml.bytes(tree)));
        assertEquals(tree, Yaml.parse(Yaml.inOrder(tree)));
    }
}
