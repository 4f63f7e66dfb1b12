package dev.navarch.apiserver.authorization;

/**
 * An authorizer's answer.
 *
 * @param reason why, for people and audit logs; may be empty
 * @param evaluationError what went wrong on the way to the decision, such as a binding whose role is missing; empty for
 *     nothing
 */
public record Decision(Verdict verdict, String reason, String evaluationError) {

    public enum Verdict {
        ALLOW,
        DENY,
        NO_OPINION
    }

    public Decision(Verdict verdict, String reason) {
        this(verdict, reason, "");
    }

    public static Decision allow(String reason) {
        return new Decision(Verdict.ALLOW, reason);
    }

    public static Decision deny(String reason) {
        return new Decision(Verdict.DENY, reason);
    }

    public static Decision noOpinion(String reason) {
        return new Decision(Verdict.NO_OPINION, reason);
    }

    public boolean isAllowed() {
        return verdict == Verdict.ALLOW;
    }
}
