package dev.navarch.api.protobuf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protobuf message of upstream's API, or a Go type that is written as one. Immutable; one instance a name. */
public final class MessageType {

    /** How the message looks in JSON. */
    public enum Form {
        /** An object with the fields as members. */
        OBJECT,
        /** {@code resource.Quantity}: its text. */
        QUANTITY,
        /** {@code metav1.Time}: RFC 3339 in whole seconds. */
        TIME,
        /** {@code metav1.MicroTime}: RFC 3339 in microseconds. */
        MICRO_TIME,
        /** {@code intstr.IntOrString}: a number or a string. */
        INT_OR_STRING,
        /** Any JSON, carried as bytes. */
        RAW,
        /** A list that is a message of its own, since it is a map's value in Go. */
        LIST,
        /** One schema or a list of schemas. */
        SCHEMA_OR_ARRAY,
        /** A schema or a boolean. */
        SCHEMA_OR_BOOL,
        /** A schema or a list of strings. */
        SCHEMA_OR_STRINGS
    }

    private final String name;
    private final Form form;
    private final boolean kind;
    private final List<FieldType> fields;
    private final FieldType[] byNumber;
    private final List<FieldType> descending;
    private volatile @Nullable Map<String, FieldType> members;

    MessageType(String name, Form form, boolean kind, List<FieldType> fields) {
        this.name = name;
        this.form = form;
        this.kind = kind;
        this.fields = List.copyOf(fields);
        int max = fields.stream().mapToInt(FieldType::number).max().orElse(0);
        this.byNumber = new FieldType[max + 1];
        fields.forEach(field -> byNumber[field.number()] = field);
        this.descending = fields.stream()
                .sorted(Comparator.comparingInt(FieldType::number).reversed())
                .toList();
    }

    /** The full name, such as {@code k8s.io.api.core.v1.Pod}. */
    public String name() {
        return name;
    }

    public Form form() {
        return form;
    }

    /** Objects of this type carry {@code kind} and {@code apiVersion}, which protobuf leaves to the envelope. */
    public boolean isKind() {
        return kind;
    }

    /** In the order in which JSON shows them. */
    public List<FieldType> fields() {
        return fields;
    }

    /** The highest number first: the order in which a message is written from its end. */
    List<FieldType> descending() {
        return descending;
    }

    /** The field with the number; null for one that is not known. */
    public @Nullable FieldType field(int number) {
        return number >= 0 && number < byNumber.length ? byNumber[number] : null;
    }

    /** The members of the JSON object, those of inlined messages included, in order. */
    public Map<String, FieldType> members() {
        Map<String, FieldType> known = members;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (FieldType field : fields) {
                if (field.inline()) {
                    known.putAll(field.message().members());
                } else {
                    known.put(field.name(), field);
                }
            }
            members = known;
        }
        return known;
    }

    /** The name of Go's struct: {@code PodSpec}. */
    public String goName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The name with Go's package: {@code v1.PodSpec}. */
    public String goType() {
        int last = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', last - 1) + 1);
    }

    /** Where a member of an inlined message stands: the embedded structs' names, outermost first. */
    public List<String> embedding(String member) {
        for (FieldType field : fields) {
            if (field.inline() && field.message().members().containsKey(member)) {
                var path = new ArrayList<String>();
                path.add(field.message().goName());
                path.addAll(field.message().embedding(member));
                return path;
            }
        }
        return List.of();
    }

    @Override
    public String toString() {
        return name;
    }
}
