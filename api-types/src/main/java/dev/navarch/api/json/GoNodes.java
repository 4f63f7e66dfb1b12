package dev.navarch.api.json;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes equal numbers equal nodes, however they were put into a tree: an integer that fits an int is an IntNode, a
 * longer one a LongNode, and all else is the float64 that Go would hold.
 */
final class GoNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    static final GoNodes INSTANCE = new GoNodes();

    @Override
    public NumericNode numberNode(long v) {
        return v == (int) v ? super.numberNode((int) v) : super.numberNode(v);
    }

    @Override
    public ValueNode numberNode(@Nullable Long value) {
        return value == null ? nullNode() : numberNode(value.longValue());
    }

    @Override
    public NumericNode numberNode(short v) {
        return super.numberNode((int) v);
    }

    @Override
    public NumericNode numberNode(byte v) {
        return super.numberNode((int) v);
    }

    @Override
    public NumericNode numberNode(float v) {
        return DoubleNode.valueOf(v);
    }

    @Override
    public ValueNode numberNode(@Nullable BigInteger v) {
        if (v == null) {
            return nullNode();
        }
        return v.bitLength() < 64 ? numberNode(v.longValue()) : DoubleNode.valueOf(v.doubleValue());
    }

    @Override
    public ValueNode numberNode(@Nullable BigDecimal v) {
        return v == null ? nullNode() : DoubleNode.valueOf(v.doubleValue());
    }
}
