package dev.navarch.kubelet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Status that ends an exec or attach. */
record StreamStatus(String json, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static StreamStatus exit(int code) {
        if (code == 0) {
            return new StreamStatus("{\"metadata\":{},\"status\":\"Success\"}", "");
        }
        String message = "command terminated with non-zero exit code: exit status " + code;
        ObjectNode status = failure(message, "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(code));
        return new StreamStatus(status.toString(), message);
    }

    static StreamStatus error(String what) {
        ObjectNode status = failure("Internal error occurred: " + what, "InternalError");
        status.putObject("details").putArray("causes").addObject().put("message", what);
        status.put("code", 500);
        return new StreamStatus(status.toString(), what);
    }

    private static ObjectNode failure(String message, String reason) {
        ObjectNode status = JSON.createObjectNode();
        status.putObject("metadata");
        return status.put("status", "Failure").put("message", message).put("reason", reason);
    }
}
