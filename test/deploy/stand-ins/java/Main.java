public class Main {
    public static void main(String[] arguments) {
        System.out.println("url " + new LpAuthMockContainer("lp-auth-mock").getUrl());
    }
}
