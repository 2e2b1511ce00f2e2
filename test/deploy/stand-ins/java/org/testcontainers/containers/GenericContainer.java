package org.testcontainers.containers;

/** As much of Testcontainers as the recipe asks for: it prints what it is told, and starts nothing. */
public class GenericContainer<SELF extends GenericContainer<SELF>> {
    public GenericContainer(String image) {
        System.out.println("image " + image);
    }

    @SuppressWarnings("unchecked")
    private SELF self() {
        return (SELF) this;
    }

    public SELF withExposedPorts(Integer... ports) {
        System.out.println("port " + ports[0]);
        return self();
    }

    public SELF withEnv(String name, String value) {
        System.out.println("env " + name + "=" + value);
        return self();
    }

    public SELF waitingFor(String strategy) {
        System.out.println("wait " + strategy);
        return self();
    }

    public String getHost() {
        return "localhost";
    }

    public Integer getMappedPort(int port) {
        return port + 10000;
    }
}
