package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {

    private final CloseStack opened = new CloseStack();
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesInTheReverseOrderAndOnce() {
        opened.add(() -> closed.add("first"));
        opened.add(() -> closed.add("second"));
        opened.close();
        opened.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void whatCannotBeClosedKeepsNothingElseOpen() {
        opened.add(() -> closed.add("first"));
        opened.add(() -> {
            throw new IllegalStateException("later");
        });
        opened.add(() -> closed.add("third"));
        opened.add(() -> {
            throw new IllegalStateException("sooner");
        });
        assertThatThrownBy(opened::close)
                .hasMessage("sooner")
                .satisfies(problem -> assertThat(problem.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("later")));
        assertThat(closed).containsExactly("third", "first");
        opened.close();
    }
}
