package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.schema.StructuralSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Validates values by the OpenAPI keywords of a custom resource's schema. Safe for several threads. */
public final class SchemaValidator {

    private final Rules rules;

    private SchemaValidator(Rules rules) {
        this.rules = rules;
    }

    public static SchemaValidator of(StructuralSchema schema) {
        return new SchemaValidator(Rules.of(schema.source()));
    }

    /** The validator of a member alone, such as {@code status} for its subresource; empty if it is not declared. */
    public Optional<SchemaValidator> property(String name) {
        return Optional.ofNullable(rules.property(name)).map(SchemaValidator::new);
    }

    /**
     * What is wrong with a new value.
     *
     * @param base the path of the value; empty for a whole object
     */
    public List<FieldError> validate(JsonNode value, String base) {
        return errors(validate(rules, "", value, null), base);
    }

    /** What is wrong with a value after an update; what did not change is not complained of. */
    public List<FieldError> validateUpdate(JsonNode value, JsonNode old, String base) {
        return errors(validate(rules, "", value, new Correlation(value, old, rules)), base);
    }

    private static List<FieldError> errors(Findings findings, String base) {
        return findings.all().stream()
                .map(finding -> finding.toFieldError(base))
                .toList();
    }

    /** Validates a value that an old one may be correlated with, and forgives it if it is unchanged. */
    static Findings validate(Rules rules, String path, JsonNode value, @Nullable Correlation correlation) {
        Findings findings = check(rules, path, value, correlation);
        boolean forgiven = !findings.isValid() && correlation != null && correlation.isUnchanged();
        return forgiven ? findings.forgiven() : findings;
    }

    static Findings check(Rules rules, String path, JsonNode value, @Nullable Correlation correlation) {
        var findings = new Findings();
        if (value.isNull()) {
            findings.merge(ScalarChecks.type(rules, path, value));
            findings.merge(ScalarChecks.enumeration(rules, path, value));
            return findings;
        }
        if (!rules.types().isEmpty() || !rules.format().isEmpty()) {
            findings.merge(ScalarChecks.type(rules, path, value));
            findings.checked();
        }
        findings.merge(JunctorChecks.check(rules, path, value));
        findings.checked();
        findings.merge(byKind(rules, path, value, correlation));
        findings.merge(ScalarChecks.enumeration(rules, path, value));
        findings.checked();
        if (value.isObject()) {
            findings.merge(ContainerChecks.object(rules, path, value, correlation));
            findings.checked();
        }
        findings.checked();
        return findings;
    }

    private static Findings byKind(Rules rules, String path, JsonNode value, @Nullable Correlation correlation) {
        var findings = new Findings();
        if (value.isTextual()) {
            findings.merge(ScalarChecks.text(rules, path, value.textValue()));
            findings.checked();
            if (Formats.isKnown(rules.format())) {
                findings.merge(ScalarChecks.format(rules, path, value.textValue()));
                findings.checked();
            }
        } else if (value.isNumber()) {
            findings.merge(NumberChecks.check(rules, path, value));
            findings.checked();
        } else if (value.isArray()) {
            findings.merge(ContainerChecks.list(rules, path, value, correlation));
            findings.checked();
        }
        return findings;
    }
}
