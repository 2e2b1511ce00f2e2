import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Testcontainers for Java: the mock for a test class, from your own image.
 * {@code @Container static final LpAuthMockContainer MOCK = new LpAuthMockContainer("lp-auth-mock");}
 */
public class LpAuthMockContainer extends GenericContainer<LpAuthMockContainer> {
    private static final int PORT = 4407;

    /** Takes the name of the image that deploy/Dockerfile makes. */
    public LpAuthMockContainer(String image) {
        super(image);
        withExposedPorts(PORT);
        // The tests come to the container as another machine would; elsewhere than localhost, name that host too.
        withEnv("LP_AUTH_MOCK_ADMIN_HOSTS", "[\"localhost\"]");
        waitingFor(Wait.forHealthcheck());
    }

    /** Where the mock is; {@code /__admin} below it moves its clock, arms faults and gives its journal. */
    public String getUrl() {
        return "http://" + getHost() + ":" + getMappedPort(PORT);
    }
}
