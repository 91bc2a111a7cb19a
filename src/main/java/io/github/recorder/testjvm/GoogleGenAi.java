package io.github.recorder.testjvm;

import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Points Google's SDK at the server if the environment does not, as in a test JVM that is Maven's own, or does so
 * without the session of this JVM. The SDK reads its base URLs only from variables or from a static method of its own.
 *
 * <p>The settings {@code googleGenAi.gemini} and {@code googleGenAi.vertex} hold the URLs, {@code
 * googleGenAi.geminiVariable} and {@code googleGenAi.vertexVariable} the names of the variables. Without them nothing
 * happens.
 */
final class GoogleGenAi {

    private static final String CLIENT = "com.google.genai.Client";

    private GoogleGenAi() {}

    /**
     * Calls the SDK's method, which overrides the variables, if the SDK is present and the variables neither agree nor
     * belong to the user.
     *
     * @param session puts the session of this JVM into a URL
     */
    static void apply(Properties settings, UnaryOperator<String> session) {
        String gemini = unlessSet(settings, "googleGenAi.gemini", session);
        String vertex = unlessSet(settings, "googleGenAi.vertex", session);
        if (gemini == null && vertex == null) {
            return;
        }
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Class<?> client =
                    Class.forName(CLIENT, false, loader == null ? GoogleGenAi.class.getClassLoader() : loader);
            client.getMethod("setDefaultBaseUrls", Optional.class, Optional.class)
                    .invoke(null, Optional.ofNullable(gemini), Optional.ofNullable(vertex));
        } catch (ReflectiveOperationException absent) {
            // No test here uses the SDK, or the SDK lacks that method; the guard then blocks its requests.
            return;
        } catch (LinkageError broken) {
            // The SDK is present without its dependencies, so no test can use it.
            return;
        }
    }

    private static String unlessSet(Properties settings, String key, UnaryOperator<String> session) {
        String url = settings.getProperty(key);
        if (url == null) {
            return null;
        }
        String set = System.getenv(settings.getProperty(key + "Variable"));
        String wanted = session.apply(url);
        boolean open = set == null || set.trim().isEmpty() || set.equals(url);
        return open && !wanted.equals(set) ? wanted : null;
    }
}
