package dev.navarch.controllers;

import java.util.List;

/** Upstream's {@code --controllers}: an explicit name decides, on or off; otherwise {@code *} with the default. */
record ControllerSelection(List<String> selectors) {

    boolean isEnabled(String name, boolean onByDefault) {
        if (selectors.contains(name)) {
            return true;
        }
        if (selectors.contains("-" + name)) {
            return false;
        }
        return onByDefault && selectors.contains("*");
    }
}
