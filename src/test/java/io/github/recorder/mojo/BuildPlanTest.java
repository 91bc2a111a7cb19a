package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.lifecycle.ExecutionOrder;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.Test;

final class BuildPlanTest {

    private final MojoExecution start = recorder("start", "recorder");
    private final MojoExecution stop = recorder("stop", "recorder");
    private final MojoExecution surefire = surefire("surefire", "test");
    private final MojoExecution failsafe = surefire("failsafe", "integration-test");

    @Test
    void tellsTestsBeforeBetweenAndAfter() {
        MojoExecution late = surefire("failsafe", "integration-test");

        assertThat(new BuildPlan(List.of(surefire, start, failsafe, stop, late)).order(start, stop))
                .isEqualTo(new ExecutionOrder(
                        List.of("surefire:test@default"),
                        List.of("failsafe:integration-test@default"),
                        List.of("failsafe:integration-test@default")));
    }

    @Test
    void testsOfAnotherRunAreNotOutside() {
        MojoExecution start2 = recorder("start", "again");
        MojoExecution stop2 = recorder("stop", "again");
        BuildPlan plan = new BuildPlan(List.of(start, surefire, stop, start2, failsafe, stop2));

        assertThat(plan.order(start, stop))
                .isEqualTo(new ExecutionOrder(List.of(), List.of("surefire:test@default"), List.of()));
        assertThat(plan.order(start2, stop2))
                .isEqualTo(new ExecutionOrder(List.of(), List.of("failsafe:integration-test@default"), List.of()));
        assertThat(plan.order(start, start2))
                .as("a run that the next start ends")
                .isNotNull();
    }

    @Test
    void testsBetweenTwoRunsAreBeforeTheSecond() {
        MojoExecution start2 = recorder("start", "again");
        MojoExecution stop2 = recorder("stop", "again");
        BuildPlan plan = new BuildPlan(List.of(start, stop, surefire, start2, failsafe, stop2));

        assertThat(plan.order(start, stop)).isEqualTo(new ExecutionOrder(List.of(), List.of(), List.of()));
        assertThat(plan.order(start2, stop2))
                .isEqualTo(new ExecutionOrder(
                        List.of("surefire:test@default"), List.of("failsafe:integration-test@default"), List.of()));
    }

    @Test
    void saysNothingOfGoalsThatThePlanDoesNotHave() {
        assertThat(new BuildPlan(List.of(surefire, start)).order(start, stop)).isNull();
    }

    private static MojoExecution recorder(String goal, String id) {
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.recorder");
        plugin.setArtifactId("recorder-maven-plugin");
        return new MojoExecution(plugin, goal, id);
    }

    private static MojoExecution surefire(String name, String goal) {
        Plugin plugin = new Plugin();
        plugin.setArtifactId("maven-" + name + "-plugin");
        return new MojoExecution(plugin, goal, "default");
    }
}
