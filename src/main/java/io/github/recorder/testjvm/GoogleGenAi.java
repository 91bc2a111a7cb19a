package io.github.recorder.testjvm;

import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Leads Google's SDK to the server where the environment does not, as in a test JVM that is Maven's own, or does so
 * without the session of this JVM: the SDK reads its base URLs from variables or from a static method of its own, and
 * from nothing else.
 *
 * <p>The settings {@code googleGenAi.gemini} and {@code googleGenAi.vertex} have the URLs, {@code
 * googleGenAi.geminiVariable} and {@code googleGenAi.vertexVariable} the names of the variables; without them nothing
 * happens.
 */
final class GoogleGenAi {

    private static final String CLIENT = "com.google.genai.Client";

    private GoogleGenAi() {}

    /**
     * Calls the SDK's method, which beats the variables, if the SDK is there and the variables do not say the same or
     * are the user's.
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
            // No test here uses the SDK, or it is one without that method: then the guard stands in its way.
            return;
        } catch (LinkageError broken) {
            // The SDK is there without what it needs, so that no test can use it.
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
