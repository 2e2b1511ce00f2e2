package org.testcontainers.containers.wait.strategy;

public class Wait {
    public static String forHealthcheck() {
        return "healthy";
    }
}
