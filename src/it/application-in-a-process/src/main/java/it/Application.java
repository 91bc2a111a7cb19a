package it;

import it.client.Chat;

/** A packaged application: Spring and Quarkus take a base URL from the variable that is named like their property. */
public final class Application {

    private Application() {}

    /** Prints the answer that the service gives whose base URL a variable holds. */
    public static void main(String[] arguments) {
        System.setProperty("openai.baseUrl", System.getenv(arguments[0]).replaceFirst("/$", ""));
        System.out.print(Chat.ask("Your capital?"));
    }
}
