package dev.navarch.apiserver.connect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes the links of an HTML page: the attributes that hold addresses, everything else stays as it is. */
final class HtmlLinks {

    private static final Map<String, Set<String>> ADDRESSES = Map.ofEntries(
            Map.entry("a", Set.of("href")),
            Map.entry("applet", Set.of("codebase")),
            Map.entry("area", Set.of("href")),
            Map.entry("audio", Set.of("src")),
            Map.entry("base", Set.of("href")),
            Map.entry("blockquote", Set.of("cite")),
            Map.entry("body", Set.of("background")),
            Map.entry("button", Set.of("formaction")),
            Map.entry("command", Set.of("icon")),
            Map.entry("del", Set.of("cite")),
            Map.entry("embed", Set.of("src")),
            Map.entry("form", Set.of("action")),
            Map.entry("frame", Set.of("longdesc", "src")),
            Map.entry("head", Set.of("profile")),
            Map.entry("html", Set.of("manifest")),
            Map.entry("iframe", Set.of("longdesc", "src")),
            Map.entry("img", Set.of("longdesc", "src", "usemap")),
            Map.entry("input", Set.of("src", "usemap", "formaction")),
            Map.entry("ins", Set.of("cite")),
            Map.entry("link", Set.of("href")),
            Map.entry("object", Set.of("classid", "codebase", "data", "usemap")),
            Map.entry("q", Set.of("cite")),
            Map.entry("script", Set.of("src")),
            Map.entry("source", Set.of("src")),
            Map.entry("video", Set.of("poster", "src")));

    /** Elements whose content is text, whatever it looks like. */
    private static final Set<String> RAW_TEXT =
            Set.of("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext");

    private final String page;
    private final UnaryOperator<String> links;
    private final StringBuilder out;
    private int at;

    private HtmlLinks(String page, UnaryOperator<String> links) {
        this.page = page;
        this.links = links;
        this.out = new StringBuilder(page.length() + 256);
    }

    static String rewrite(String page, UnaryOperator<String> links) {
        return new HtmlLinks(page, links).rewrite();
    }

    private String rewrite() {
        while (at < page.length()) {
            int tag = page.indexOf('<', at);
            if (tag < 0 || tag + 1 == page.length()) {
                break;
            }
            copyTo(tag);
            if (page.startsWith("<!--", at)) {
                int end = page.indexOf("-->", at + 4);
                copyTo(end < 0 ? page.length() : end + 3);
            } else if (isLetter(page.charAt(at + 1))) {
                startTag();
            } else {
                copyTo(at + 1);
            }
        }
        copyTo(page.length());
        return out.toString();
    }

    private void copyTo(int end) {
        out.append(page, at, end);
        at = end;
    }

    private void startTag() {
        int start = at;
        int nameEnd = start + 1;
        while (nameEnd < page.length() && !isBlank(page.charAt(nameEnd)) && "/>".indexOf(page.charAt(nameEnd)) < 0) {
            nameEnd++;
        }
        String name = page.substring(start + 1, nameEnd).toLowerCase(Locale.ROOT);
        var attributes = new LinkedHashMap<String, String>();
        int end = attributes(nameEnd, attributes);
        if (end < 0) {
            copyTo(page.length());
            return;
        }
        Set<String> addresses = ADDRESSES.getOrDefault(name, Set.of());
        if (attributes.keySet().stream().anyMatch(addresses::contains)) {
            write(name, attributes, addresses, page.charAt(end - 2) == '/');
            at = end;
        } else {
            copyTo(end);
        }
        if (RAW_TEXT.contains(name)) {
            int close = page.toLowerCase(Locale.ROOT).indexOf("</" + name, at);
            copyTo(close < 0 ? page.length() : close);
        }
    }

    private void write(String name, Map<String, String> attributes, Set<String> addresses, boolean selfClosing) {
        out.append('<').append(name);
        attributes.forEach((key, value) -> {
            String now = addresses.contains(key) ? escape(links.apply(unescape(value))) : value.replace("\"", "&#34;");
            out.append(' ').append(key).append("=\"").append(now).append('"');
        });
        out.append(selfClosing ? "/>" : ">");
    }

    /** @return where the tag ends, behind its {@code >}; negative when it does not */
    private int attributes(int from, Map<String, String> found) {
        int i = from;
        while (i < page.length()) {
            char c = page.charAt(i);
            if (c == '>') {
                return i + 1;
            }
            if (isBlank(c) || c == '/') {
                i++;
                continue;
            }
            int keyEnd = i + 1;
            while (keyEnd < page.length() && !isBlank(page.charAt(keyEnd)) && "=>/".indexOf(page.charAt(keyEnd)) < 0) {
                keyEnd++;
            }
            String key = page.substring(i, keyEnd).toLowerCase(Locale.ROOT);
            i = skipBlanks(keyEnd);
            String value = "";
            if (i < page.length() && page.charAt(i) == '=') {
                i = skipBlanks(i + 1);
                int valueEnd = valueEnd(i);
                if (valueEnd < 0 || i >= page.length()) {
                    return -1;
                }
                boolean quoted = page.charAt(i) == '"' || page.charAt(i) == '\'';
                value = quoted ? page.substring(i + 1, valueEnd) : page.substring(i, valueEnd);
                i = quoted ? valueEnd + 1 : valueEnd;
            }
            found.putIfAbsent(key, value);
        }
        return -1;
    }

    private int valueEnd(int from) {
        if (from >= page.length()) {
            return -1;
        }
        char quote = page.charAt(from);
        if (quote == '"' || quote == '\'') {
            return page.indexOf(quote, from + 1);
        }
        int end = from;
        while (end < page.length() && !isBlank(page.charAt(end)) && page.charAt(end) != '>') {
            end++;
        }
        return end;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < page.length() && isBlank(page.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String unescape(String value) {
        return value.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
