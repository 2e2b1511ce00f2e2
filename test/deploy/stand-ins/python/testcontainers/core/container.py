"""As much of Testcontainers as the recipe asks for: it prints what it is told, and starts nothing."""


class DockerContainer:
    def __init__(self, image):
        print("image", image)

    def with_exposed_ports(self, *ports):
        print("port", *ports)

    def with_env(self, name, value):
        print("env", f"{name}={value}")

    def waiting_for(self, strategy):
        print("wait", strategy)

    def get_container_host_ip(self):
        return "localhost"

    def get_exposed_port(self, port):
        return port + 10000
