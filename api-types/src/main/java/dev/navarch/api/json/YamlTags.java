package dev.navarch.api.json;

import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Leaves plain scalars without a tag to {@link YamlScalars}, so that explicit tags can be told from guesses. */
final class YamlTags extends JsonSchema {

    /** A plain scalar whose meaning is to be found in its text. */
    static final Tag PLAIN = new Tag("!plain");

    @Override
    public ScalarResolver getScalarResolver() {
        return (value, plain) -> plain ? PLAIN : Tag.STR;
    }
}
