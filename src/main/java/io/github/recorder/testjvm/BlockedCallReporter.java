package io.github.recorder.testjvm;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Reports requests that could not reach the server. */
final class BlockedCallReporter {

    private static final int MILLIS = 2_000;

    private BlockedCallReporter() {}

    /**
     * Reports a blocked request, so that it is logged and the build fails even if the application catches the
     * exception.
     *
     * @param url the target of reports
     * @param what the host, or another subject, as a header
     * @param text for the user
     */
    static void blocked(String url, String what, String text) {
        report(url, "X-Recorder-Blocked", what, text);
    }

    /**
     * Reports a request that was not blocked.
     *
     * @param url the target of reports
     * @param what the host, as a header
     * @param text for the user
     */
    static void passed(String url, String what, String text) {
        report(url, "X-Recorder-Passed", what, text);
    }

    /**
     * Reports that a test started another process.
     *
     * @param url the target of reports
     */
    static void processStarted(String url) {
        report(url, "X-Recorder-Process", "started", "");
    }

    private static void report(String url, String header, String what, String text) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            connection.setRequestMethod("POST");
            connection.setRequestProperty(header, what);
            connection.setDoOutput(true);
            connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException gone) {
            // The server has ended. The exception that follows contains everything for the test.
            return;
        }
    }
}
