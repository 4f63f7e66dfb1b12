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

    private static final double MAX_EXACT = 1L << 53;

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
        return numberNode((double) v);
    }

    /** Go prints a whole float64 as an integer, so it is one after the next reading. */
    @Override
    public NumericNode numberNode(double v) {
        if (Double.isInfinite(v) || Double.isNaN(v)) {
            throw new JsonSyntaxException("json: cannot unmarshal number into Go value of type float64");
        }
        boolean whole = v == Math.rint(v) && Math.abs(v) <= MAX_EXACT && !(v == 0 && 1 / v < 0);
        return whole ? numberNode((long) v) : DoubleNode.valueOf(v);
    }

    @Override
    public ValueNode numberNode(@Nullable BigInteger v) {
        if (v == null) {
            return nullNode();
        }
        return v.bitLength() < 64 ? numberNode(v.longValue()) : numberNode(v.doubleValue());
    }

    @Override
    public ValueNode numberNode(@Nullable BigDecimal v) {
        return v == null ? nullNode() : numberNode(v.doubleValue());
    }
}
