package dev.navarch.apiserver.kind.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.admission.certificates.CertificateRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;

/** What must hold of a CertificateSigningRequest. What an old object already breaks, its updates may break too. */
final class RequestValidation {

    private static final SortedSet<String> USAGES = Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(
            "signing",
            "digital signature",
            "content commitment",
            "key encipherment",
            "key agreement",
            "data encipherment",
            "cert sign",
            "crl sign",
            "encipher only",
            "decipher only",
            "any",
            "server auth",
            "client auth",
            "code signing",
            "email protection",
            "s/mime",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "timestamping",
            "ocsp signing",
            "microsoft sgc",
            "netscape sgc")));
    private static final List<String> ONLY_TRUE = List.of("Approved", "Denied", "Failed");
    private static final String LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
    private static final String CONDITIONS = "status.conditions";

    private RequestValidation() {}

    static List<FieldError> ofCreated(ObjectNode request) {
        return validate(request, MissingNode.getInstance());
    }

    static List<FieldError> ofUpdated(
            ObjectNode request, ObjectNode old, boolean maySetApproval, boolean maySetCertificate) {
        var errors = new ArrayList<>(validate(request, old));
        for (String type : ONLY_TRUE) {
            if (indexesOf(request, type).size() < indexesOf(old, type).size()) {
                errors.add(FieldError.forbidden(
                        CONDITIONS, "updates may not remove a condition of type \"" + type + "\""));
            }
        }
        if (!maySetApproval) {
            validateApprovalUnchanged(request, old, errors);
        }
        String certificate = certificateOf(request);
        String before = certificateOf(old);
        if (!certificate.equals(before)) {
            if (!maySetCertificate) {
                errors.add(FieldError.forbidden("status.certificate", "updates may not set certificate content"));
            } else if (!before.isEmpty()) {
                errors.add(FieldError.forbidden(
                        "status.certificate", "updates may not modify existing certificate content"));
            }
        }
        return errors;
    }

    private static void validateApprovalUnchanged(ObjectNode request, ObjectNode old, List<FieldError> errors) {
        for (String type : List.of("Approved", "Denied")) {
            List<JsonNode> before = conditionsOf(old, type);
            List<JsonNode> now = conditionsOf(request, type);
            if (now.size() > before.size()) {
                errors.add(
                        FieldError.forbidden(CONDITIONS, "updates may not add a condition of type \"" + type + "\""));
            } else if (now.size() == before.size() && !now.equals(before)) {
                errors.add(FieldError.forbidden(
                        CONDITIONS, "updates may not modify a condition of type \"" + type + "\""));
            }
        }
    }

    private static List<FieldError> validate(ObjectNode request, JsonNode old) {
        var errors = new ArrayList<FieldError>();
        JsonNode spec = request.path("spec");
        validateRequest(request, errors);
        validateUsages(spec.path("usages"), old.path("spec").path("usages"), errors);
        String signer = spec.path("signerName").asText("");
        boolean legacyBefore = old.path("spec").path("signerName").asText("").equals(LEGACY_SIGNER);
        if (signer.equals(LEGACY_SIGNER) && !legacyBefore) {
            errors.add(FieldError.invalid(
                    "spec.signerName", signer, "the legacy signerName is not allowed via this API version"));
        } else {
            errors.addAll(SignerNames.validate("spec.signerName", signer));
        }
        JsonNode seconds = spec.path("expirationSeconds");
        if (seconds.isNumber() && seconds.longValue() < 600) {
            errors.add(FieldError.invalid(
                    "spec.expirationSeconds",
                    seconds,
                    "may not specify a duration less than 600 seconds (10 minutes)"));
        }
        validateConditions(request.path("status").path("conditions"), old, errors);
        String certificate = certificateOf(request);
        if (!certificate.isEmpty() && !certificate.equals(certificateOf(old))) {
            IssuedCertificates.problem(certificate)
                    .ifPresent(
                            text -> errors.add(FieldError.invalid("status.certificate", "<certificate data>", text)));
        }
        return errors;
    }

    private static void validateRequest(ObjectNode request, List<FieldError> errors) {
        String problem = "";
        try {
            var parsed = CertificateRequests.parse(request);
            var verifier = new JcaContentVerifierProviderBuilder().build(parsed.getSubjectPublicKeyInfo());
            if (!parsed.isSignatureValid(verifier)) {
                problem = "x509: verification failure";
            }
        } catch (IOException | OperatorCreationException | PKCSException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (!problem.isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.request", request.path("spec").path("request").asText(""), problem));
        }
    }

    private static void validateUsages(JsonNode usages, JsonNode old, List<FieldError> errors) {
        if (usages.isEmpty()) {
            errors.add(FieldError.required("spec.usages", ""));
        }
        boolean unchanged = usages.equals(old);
        for (int i = 0; i < usages.size() && !unchanged; i++) {
            if (!USAGES.contains(usages.get(i).asText())) {
                errors.add(FieldError.notSupported(
                        "spec.usages[" + i + "]", usages.get(i).asText(), USAGES));
            }
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < usages.size() && !unchanged; i++) {
            if (!seen.add(usages.get(i).asText())) {
                errors.add(FieldError.duplicate(
                        "spec.usages[" + i + "]", usages.get(i).asText()));
            }
        }
    }

    private static void validateConditions(JsonNode conditions, JsonNode old, List<FieldError> errors) {
        boolean bothBefore = !conditionsOf(old, "Approved").isEmpty()
                && !conditionsOf(old, "Denied").isEmpty();
        var seen = new HashSet<String>();
        for (int i = 0; i < conditions.size(); i++) {
            String path = CONDITIONS + "[" + i + "]";
            String type = conditions.get(i).path("type").asText("");
            String status = conditions.get(i).path("status").asText("");
            if (type.isEmpty()) {
                errors.add(FieldError.required(path + ".type", ""));
            }
            List<String> allowed = ONLY_TRUE.contains(type) ? List.of("True") : List.of("False", "True", "Unknown");
            if (status.isEmpty()) {
                errors.add(FieldError.required(path + ".status", ""));
            } else if (!allowed.contains(status)) {
                errors.add(FieldError.notSupported(path + ".status", status, allowed));
            }
            boolean conflicts = (type.equals("Approved") && seen.contains("Denied"))
                    || (type.equals("Denied") && seen.contains("Approved"));
            if (conflicts && !bothBefore) {
                errors.add(
                        FieldError.invalid(CONDITIONS, type, "Approved and Denied conditions are mutually exclusive"));
            }
            if (!seen.add(type) && conditionsOf(old, type).size() < 2) {
                errors.add(FieldError.duplicate(path + ".type", type));
            }
        }
    }

    static List<Integer> indexesOf(JsonNode request, String type) {
        var indexes = new ArrayList<Integer>();
        JsonNode conditions = request.path("status").path("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).path("type").asText("").equals(type)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static List<JsonNode> conditionsOf(JsonNode request, String type) {
        JsonNode conditions = request.path("status").path("conditions");
        return indexesOf(request, type).stream().map(conditions::get).toList();
    }

    private static String certificateOf(JsonNode request) {
        return request.path("status").path("certificate").asText("");
    }
}
