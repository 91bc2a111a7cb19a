package io.github.recorder.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

    @TempDir
    Path folder;

    @Test
    void saysThatAFileIsMissing() {
        Path none = folder.resolve("none.json");
        IOException missing = catchThrowableOfType(NoSuchFileException.class, () -> Files.readString(none));

        assertThat(FileFailure.message(missing)).isEqualTo(none + ": there is no such file or folder");
        assertThat(FileFailure.reason(missing)).isEqualTo("there is no such file or folder");
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        IOException full = catchThrowableOfType(DirectoryNotEmptyException.class, () -> Files.delete(folder));
        IOException exists = catchThrowableOfType(
                FileAlreadyExistsException.class, () -> Files.createDirectory(folder.resolve("file")));

        assertThat(FileFailure.reason(full)).isEqualTo("the folder is not empty");
        assertThat(FileFailure.reason(exists)).isEqualTo("it exists already");
    }

    @Test
    void saysThatThePermissionIsMissing() {
        assertThat(FileFailure.message(new AccessDeniedException("a/b.json")))
                .isEqualTo("a/b.json: this user has no permission for it");
    }

    @Test
    void keepsAReasonOfTheSystem() {
        assertThat(FileFailure.message(new FileSystemException("a.json", null, "No space left on device")))
                .isEqualTo("a.json: No space left on device");
    }

    @Test
    void keepsTheMessageOfAnyOtherException() {
        assertThat(FileFailure.message(new IOException("line 3 is no JSON"))).isEqualTo("line 3 is no JSON");
        assertThat(FileFailure.message(new IOException())).isEqualTo("the system gives no reason");
    }
}
